package io.concord.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.casebook.Casebook;
import io.concord.casebook.Item;
import io.concord.platform.ConcordSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/// OAI-PMH 2.0: harvests what is open, in Dublin Core or in the casebook's own JSON. Withdrawn items stay as deleted
/// records (`persistent`); an embargo counts at the moment of harvesting.
@RestController
class OaiController {

    private static final int PAGE = 100;
    private static final String NS = "http://www.openarchives.org/OAI/2.0/";
    private static final String DC = "http://purl.org/dc/elements/1.1/";
    private static final String OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/";
    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
    private static final String SCHEMA = "/oai/case.xsd";
    private static final String OWN = "https://concord.example/schemas/oai/case";
    private static final Set<String> PREFIXES = Set.of("oai_dc", "concord");
    private static final Set<String> KINDS = Set.of("case", "document", "research", "proposal", "practice");
    private static final Map<String, Set<String>> ARGUMENTS = Map.of(
            "Identify", Set.of(),
            "ListMetadataFormats", Set.of("identifier"),
            "ListSets", Set.of("resumptionToken"),
            "GetRecord", Set.of("identifier", "metadataPrefix"),
            "ListIdentifiers", Set.of("from", "until", "metadataPrefix", "set", "resumptionToken"),
            "ListRecords", Set.of("from", "until", "metadataPrefix", "set", "resumptionToken"));

    private final CaseSearch search;
    private final Casebook casebook;
    private final ConcordSettings settings;
    private final InstantSource clock;

    OaiController(CaseSearch search, Casebook casebook, ConcordSettings settings, InstantSource clock) {
        this.search = search;
        this.casebook = casebook;
        this.settings = settings;
        this.clock = clock;
    }

    private static final class Fault extends Exception {
        final String code;

        Fault(String code, String message) {
            super(message);
            this.code = code;
        }
    }

    private interface Content {
        void write(XMLStreamWriter out) throws XMLStreamException, Fault;
    }

    @RequestMapping(
            value = "/oai",
            method = {RequestMethod.GET, RequestMethod.POST})
    void answer(HttpServletRequest http, HttpServletResponse response) throws IOException, XMLStreamException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        XMLStreamWriter out = XMLOutputFactory.newFactory().createXMLStreamWriter(bytes, "UTF-8");
        out.writeStartDocument("UTF-8", "1.0");
        out.writeStartElement("OAI-PMH");
        out.writeDefaultNamespace(NS);
        out.writeNamespace("xsi", XSI);
        out.writeAttribute("xsi", XSI, "schemaLocation", NS + " http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd");
        element(
                out,
                "responseDate",
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        try {
            String verb = verb(http);
            Content content = content(verb, http);
            request(out, http, true);
            out.writeStartElement(verb);
            content.write(out);
            out.writeEndElement();
        } catch (Fault fault) {
            request(out, http, !Set.of("badVerb", "badArgument").contains(fault.code));
            out.writeStartElement("error");
            out.writeAttribute("code", fault.code);
            out.writeCharacters(xml(String.valueOf(fault.getMessage())));
            out.writeEndElement();
        }
        out.writeEndElement();
        out.writeEndDocument();
        out.close();
        response.setContentType("text/xml;charset=UTF-8");
        response.getOutputStream().write(bytes.toByteArray());
    }

    /// @param attributes what was asked; not where it is no proper question
    private void request(XMLStreamWriter out, HttpServletRequest http, boolean attributes) throws XMLStreamException {
        out.writeStartElement("request");
        for (String name : attributes ? new TreeSet<>(http.getParameterMap().keySet()) : Set.<String>of()) {
            out.writeAttribute(name, xml(CaseSearch.text(http, name)));
        }
        out.writeCharacters(settings.publicUrl() + "/oai");
        out.writeEndElement();
    }

    private static String verb(HttpServletRequest http) throws Fault {
        String[] verbs = http.getParameterValues("verb");
        if (verbs == null || verbs.length != 1 || !ARGUMENTS.containsKey(verbs[0])) {
            throw new Fault("badVerb", "verb is one of " + new TreeSet<>(ARGUMENTS.keySet()));
        }
        for (Map.Entry<String, String[]> parameter : http.getParameterMap().entrySet()) {
            boolean known = parameter.getKey().equals("verb")
                    || ARGUMENTS.getOrDefault(verbs[0], Set.of()).contains(parameter.getKey());
            if (!known || parameter.getValue().length != 1) {
                throw new Fault(
                        "badArgument", parameter.getKey() + " is not an argument of " + verbs[0] + ", or is repeated");
            }
        }
        return verbs[0];
    }

    private Content content(String verb, HttpServletRequest http) throws Fault {
        return switch (verb) {
            case "Identify" -> this::identify;
            case "ListMetadataFormats" -> {
                String id = CaseSearch.text(http, "identifier");
                if (!id.isEmpty()) {
                    item(id);
                }
                yield this::formats;
            }
            case "ListSets" -> {
                if (http.getParameter("resumptionToken") != null) {
                    throw new Fault("badResumptionToken", "sets come in one piece");
                }
                yield OaiController::sets;
            }
            case "GetRecord" -> {
                if (CaseSearch.text(http, "identifier").isEmpty()) {
                    throw new Fault("badArgument", "identifier is missing");
                }
                String prefix = prefix(CaseSearch.text(http, "metadataPrefix"));
                Item item = item(CaseSearch.text(http, "identifier"));
                yield out -> record(out, item, prefix);
            }
            default -> list(http, verb.equals("ListRecords"));
        };
    }

    private void identify(XMLStreamWriter out) throws XMLStreamException {
        element(out, "repositoryName", "典型案例库 Casebook");
        element(out, "baseURL", settings.publicUrl() + "/oai");
        element(out, "protocolVersion", "2.0");
        element(out, "adminEmail", "casebook@concord.example");
        element(
                out,
                "earliestDatestamp",
                casebook.earliest().truncatedTo(ChronoUnit.SECONDS).toString());
        element(out, "deletedRecord", "persistent");
        element(out, "granularity", "YYYY-MM-DDThh:mm:ssZ");
    }

    private void formats(XMLStreamWriter out) throws XMLStreamException {
        format(out, "oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd", OAI_DC);
        format(out, "concord", schema(), OWN);
    }

    private String schema() {
        return settings.publicUrl() + SCHEMA;
    }

    /// The schema of the casebook's own format.
    @GetMapping(SCHEMA)
    ResponseEntity<Resource> ownFormat() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_XML).body(new ClassPathResource("oai/case.xsd"));
    }

    private static void format(XMLStreamWriter out, String prefix, String schema, String namespace)
            throws XMLStreamException {
        out.writeStartElement("metadataFormat");
        element(out, "metadataPrefix", prefix);
        element(out, "schema", schema);
        element(out, "metadataNamespace", namespace);
        out.writeEndElement();
    }

    private static void sets(XMLStreamWriter out) throws XMLStreamException {
        for (String kind : new TreeSet<>(KINDS)) {
            out.writeStartElement("set");
            element(out, "setSpec", kind);
            element(out, "setName", kind);
            out.writeEndElement();
        }
    }

    private Item item(String identifier) throws Fault {
        String id = identifier.replaceFirst("^oai:[^:]*:", "");
        return casebook.find(id).stream()
                .filter(i -> CaseViews.mayRead(i, new io.concord.search.SearchEngine.Audience(null, search.today())))
                .findFirst()
                .orElseThrow(() -> new Fault("idDoesNotExist", "there is no " + identifier));
    }

    private static String prefix(String prefix) throws Fault {
        if (prefix.isEmpty()) {
            throw new Fault("badArgument", "metadataPrefix is missing");
        }
        if (!PREFIXES.contains(prefix)) {
            throw new Fault("cannotDisseminateFormat", "formats are oai_dc and concord");
        }
        return prefix;
    }

    /// @param after place in the stream of changes after which it goes on
    private record Selection(
            String prefix,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable String set,
            long after) {

        String token(long next) {
            String text = String.join(
                    "|",
                    prefix,
                    String.valueOf(from),
                    String.valueOf(until),
                    String.valueOf(set),
                    String.valueOf(next));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        static Selection of(String token) throws Fault {
            try {
                String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split("\\|");
                if (!PREFIXES.contains(parts[0])) {
                    throw new IllegalArgumentException(parts[0]);
                }
                return new Selection(
                        parts[0],
                        parts[1].equals("null") ? null : Instant.parse(parts[1]),
                        parts[2].equals("null") ? null : Instant.parse(parts[2]),
                        parts[3].equals("null") ? null : parts[3],
                        Long.parseLong(parts[4]));
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | DateTimeException e) {
                throw new Fault("badResumptionToken", "the token is not one of ours");
            }
        }
    }

    private Content list(HttpServletRequest http, boolean whole) throws Fault {
        boolean goesOn = http.getParameter("resumptionToken") != null;
        if (goesOn && http.getParameterMap().size() > 2) {
            throw new Fault("badArgument", "resumptionToken is an exclusive argument");
        }
        Selection selection = goesOn ? Selection.of(CaseSearch.text(http, "resumptionToken")) : selection(http);
        List<Item> items = casebook.harvest(
                selection.after, selection.from, selection.until, selection.set, search.today(), PAGE + 1);
        if (items.isEmpty()) {
            throw new Fault("noRecordsMatch", "nothing matches");
        }
        boolean more = items.size() > PAGE;
        List<Item> page = more ? items.subList(0, PAGE) : items;
        return out -> {
            for (Item item : page) {
                if (whole) {
                    record(out, item, selection.prefix);
                } else {
                    header(out, item);
                }
            }
            if (more || goesOn) {
                // Empty at the end of a list that came in pieces.
                element(
                        out,
                        "resumptionToken",
                        more ? selection.token(page.getLast().seq()) : "");
            }
        };
    }

    private static Selection selection(HttpServletRequest http) throws Fault {
        String prefix = prefix(CaseSearch.text(http, "metadataPrefix"));
        String set = CaseSearch.text(http, "set");
        if (!set.isEmpty() && !KINDS.contains(set)) {
            throw new Fault("noRecordsMatch", "there is no set " + set);
        }
        String from = CaseSearch.text(http, "from");
        String until = CaseSearch.text(http, "until");
        if (!from.isEmpty() && !until.isEmpty() && from.length() != until.length()) {
            throw new Fault("badArgument", "from and until differ in granularity");
        }
        Instant first = moment(from, false);
        Instant last = moment(until, true);
        if (first != null && last != null && !first.isBefore(last)) {
            throw new Fault("badArgument", "from is after until");
        }
        return new Selection(prefix, first, last, set.isEmpty() ? null : set, 0);
    }

    /// @param end whether the second or day named is included
    private static @Nullable Instant moment(String text, boolean end) throws Fault {
        try {
            if (text.isEmpty()) {
                return null;
            }
            if (text.length() == 10) {
                LocalDate day = LocalDate.parse(text);
                return (end ? day.plusDays(1) : day)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
            }
            if (!text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")) {
                throw new DateTimeException(text);
            }
            return Instant.parse(text).plusSeconds(end ? 1 : 0);
        } catch (DateTimeException e) {
            throw new Fault("badArgument", text + " is no date of the form YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ");
        }
    }

    private void header(XMLStreamWriter out, Item item) throws XMLStreamException {
        out.writeStartElement("header");
        if (!item.isPublished()) {
            out.writeAttribute("status", "deleted");
        }
        element(out, "identifier", "oai:concord.example:" + item.humanId());
        element(
                out,
                "datestamp",
                item.changedAt().truncatedTo(ChronoUnit.SECONDS).toString());
        element(out, "setSpec", item.kind());
        out.writeEndElement();
    }

    private void record(XMLStreamWriter out, Item item, String prefix) throws XMLStreamException {
        out.writeStartElement("record");
        header(out, item);
        JsonNode body = item.body();
        if (item.isPublished() && body != null) {
            out.writeStartElement("metadata");
            if (prefix.equals("oai_dc")) {
                dublinCore(out, item, body);
            } else {
                out.writeStartElement("case");
                out.writeDefaultNamespace(OWN);
                out.writeAttribute("xsi", XSI, "schemaLocation", OWN + " " + schema());
                out.writeAttribute("id", item.humanId());
                out.writeAttribute("version", String.valueOf(item.version()));
                element(out, "title", item.title());
                element(out, "json", body.toString());
                out.writeEndElement();
            }
            out.writeEndElement();
        }
        out.writeEndElement();
    }

    private void dublinCore(XMLStreamWriter out, Item item, JsonNode body) throws XMLStreamException {
        out.writeStartElement("oai_dc", "dc", OAI_DC);
        out.writeNamespace("oai_dc", OAI_DC);
        out.writeNamespace("dc", DC);
        out.writeAttribute("xsi", XSI, "schemaLocation", OAI_DC + " http://www.openarchives.org/OAI/2.0/oai_dc.xsd");
        dc(out, "title", item.title());
        for (JsonNode keyword : body.path("keywords")) {
            dc(out, "subject", keyword.asText());
        }
        dc(out, "description", body.at("/sections/0/text").asText());
        dc(out, "publisher", body.path("credit").asText());
        dc(out, "date", item.publishedOn().toString());
        dc(out, "type", "Text");
        dc(out, "identifier", settings.publicUrl() + "/cases/" + item.humanId());
        for (JsonNode alias : body.path("aliases")) {
            dc(out, "identifier", alias.asText());
        }
        dc(out, "language", "zh");
        for (JsonNode article : body.at("/tags/article")) {
            dc(out, "relation", article.asText());
        }
        dc(out, "rights", body.path("licence").asText());
        out.writeEndElement();
    }

    private static void dc(XMLStreamWriter out, String name, String text) throws XMLStreamException {
        if (!text.isBlank()) {
            out.writeStartElement("dc", name, DC);
            out.writeCharacters(xml(text));
            out.writeEndElement();
        }
    }

    private static void element(XMLStreamWriter out, String name, String text) throws XMLStreamException {
        out.writeStartElement(name);
        out.writeCharacters(xml(text));
        out.writeEndElement();
    }

    /// Without what XML 1.0 cannot hold.
    private static String xml(String text) {
        return text.replaceAll(
                "[^\\u0009\\u000a\\u000d\\u0020-\\ud7ff\\ue000-\\ufffd\\ud800\\udc00-\\udbff\\udfff]", " ");
    }
}
