package io.concord.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.agency.Agencies;
import io.concord.envelope.RecordType;
import io.concord.schema.Catalogue;
import io.concord.schema.CodeList;
import io.concord.schema.Condition;
import io.concord.schema.RecordTypeDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/// The printed form of a record: its type's `template.zh.html` in the layout of GB/T 9704-2012.
@Component
public class Printing {

    private static final Logger LOG = LoggerFactory.getLogger(Printing.class);
    private static final String LAYOUT = "print/letter.zh.html";

    private final Catalogue catalogue;
    private final Agencies agencies;
    private final SpringTemplateEngine engine = new SpringTemplateEngine();

    Printing(Catalogue catalogue, Agencies agencies) {
        this.catalogue = catalogue;
        this.agencies = agencies;
        engine.setTemplateResolver(new StringTemplateResolver());
    }

    /// A page to read or print.
    ///
    /// @return empty where the type is no document
    public Optional<String> html(JsonNode envelope) {
        RecordTypeDescriptor type = catalogue
                .find(
                        new RecordType(envelope.path("recordType").asText()),
                        envelope.path("schemaVersion").asText())
                .orElse(null);
        String layout = catalogue.files().get(LAYOUT);
        String body = type == null
                ? null
                : catalogue.files().get("records/" + type.type() + "/" + type.line() + "/template.zh.html");
        if (layout == null || body == null) {
            return Optional.empty();
        }
        Context context = new Context(Locale.SIMPLIFIED_CHINESE);
        context.setVariable("r", Condition.value(envelope));
        context.setVariable("p", Condition.value(envelope.path("payload")));
        context.setVariable("f", new PrintedForms(this::code));
        context.setVariable("issuer", name(envelope.at("/sender/agencyCode").asText()));
        context.setVariable("mains", names(envelope, List.of("MAIN")));
        context.setVariable("copies", names(envelope, List.of("COPY", "INFO")));
        return Optional.of(engine.process(layout.replace("<!--body-->", body), context));
    }

    /// The same, where the form may not have all that it needs: of a draft, or beside others that must not fail with
    /// it.
    public Optional<String> attempt(JsonNode envelope) {
        try {
            return html(envelope);
        } catch (RuntimeException e) {
            LOG.debug("no printed form of {}", envelope.path("recordId").asText(), e);
            return Optional.empty();
        }
    }

    /// A page with a line at the foot of each of its sheets that says who took it away.
    public static String marked(String page, String mark) {
        Document document = Jsoup.parse(page);
        document.body()
                .prependElement("p")
                .addClass("mark")
                .attr("aria-hidden", "true")
                .text(mark);
        return document.html();
    }

    /// The same without its page, to stand among others.
    ///
    /// @return markup that is safe to put into a page; empty where the type is no document
    public Optional<String> letter(JsonNode envelope) {
        return attempt(envelope).map(page -> {
            Element body = Jsoup.parse(page).body();
            // A page has one main part.
            body.select("main").tagName("div").addClass("text");
            return body.html();
        });
    }

    private String code(String list, String code) {
        CodeList codes = catalogue.codeLists().get(list);
        return codes == null ? code : codes.find(code).map(CodeList.Item::zh).orElse(code);
    }

    private String names(JsonNode envelope, List<String> roles) {
        List<String> names = new ArrayList<>();
        for (JsonNode recipient : envelope.path("recipients")) {
            if (roles.contains(recipient.path("role").asText())) {
                names.add(
                        recipient.has("agencyCode")
                                ? name(recipient.path("agencyCode").asText())
                                : recipient.at("/externalParty/name").asText());
            }
        }
        return String.join("、", names);
    }

    private String name(String code) {
        return agencies.register().name(code);
    }
}
