package io.concord.redaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.schema.Catalogues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One text of `samples/redaction`, with what is to be found in it.
///
/// @param split `dev`, on which rules are tuned, or `test`, on which they never are
/// @param text without the marks
/// @param spans in the order of the text
/// @param expected the text with all spans masked
record LabelledText(
        String id, String split, String text, Known known, boolean protect, List<Span> spans, String expected) {

    /// A marked place.
    record Span(Kind kind, int start, int end, String text, String mask) {}

    /// `[[KIND|original|mask]]`
    private static final Pattern MARK = Pattern.compile("\\[\\[(\\w+)\\|([^|\\]]+)\\|([^\\]|]+)]]");

    static final Redactor REDACTOR = new Redactor(Catalogues.product(), LocalDate.of(2026, 3, 1));

    private static final List<LabelledText> ALL = read(Path.of("samples/redaction"));

    static List<LabelledText> all() {
        return ALL;
    }

    static List<LabelledText> of(String split) {
        return ALL.stream().filter(text -> text.split().equals(split)).toList();
    }

    Profile profile() {
        Profile profile = REDACTOR.profile("typical-case");
        return protect ? profile.protecting() : profile;
    }

    /// What is accepted when nobody looks.
    List<Finding> found() {
        return REDACTOR.sure(REDACTOR.find(text, known, profile()));
    }

    @Override
    public String toString() {
        return id;
    }

    private static List<LabelledText> read(Path folder) {
        List<LabelledText> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                new ObjectMapper().readTree(Files.readString(file)).forEach(node -> texts.add(parse(node)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(texts);
    }

    private static LabelledText parse(JsonNode node) {
        String marked = node.path("marked").asText();
        StringBuilder text = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        List<Span> spans = new ArrayList<>();
        Matcher m = MARK.matcher(marked);
        int done = 0;
        while (m.find()) {
            text.append(marked, done, m.start());
            expected.append(marked, done, m.start()).append(m.group(3));
            int start = text.length();
            text.append(m.group(2));
            spans.add(new Span(Kind.valueOf(m.group(1)), start, text.length(), m.group(2), m.group(3)));
            done = m.end();
        }
        return new LabelledText(
                node.path("id").asText(),
                node.path("split").asText(),
                text.append(marked.substring(done)).toString(),
                known(node.path("known")),
                node.at("/profile/protect").asBoolean(),
                List.copyOf(spans),
                expected.append(marked.substring(done)).toString());
    }

    private static Known known(JsonNode node) {
        List<Known.Person> persons = new ArrayList<>();
        node.path("persons")
                .forEach(p -> persons.add(new Known.Person(
                        p.path("name").asText(),
                        strings(p.path("aliases")),
                        Known.Role.valueOf(p.path("role").asText("PARTY")))));
        List<Known.Firm> firms = new ArrayList<>();
        node.path("firms")
                .forEach(f -> firms.add(new Known.Firm(f.path("name").asText(), strings(f.path("shortForms")))));
        return new Known(persons, firms, List.of(), node.path("people").asInt(), null);
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(value -> strings.add(value.asText()));
        return strings;
    }
}
