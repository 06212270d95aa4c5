package io.concord.web;

import io.concord.search.Facets;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What `/api/openapi.json` says beyond what the controllers' signatures do: parameters that are read from the address,
/// what agencies alone may call, and what routes take rather than controllers. Requirements are in docs/protocol.md.
@Configuration
class ApiDescription {

    private static final String TOKEN = "token";
    /// Open to everybody; as in `access.SecurityConfiguration`.
    private static final Pattern OPEN =
            Pattern.compile("/oai|/log/.*|/api/v1/(cases|articles)([./].*)?|/api/v1/(types|deadlines|codes)(/.*)?");

    private static final List<String> SEARCHES =
            List.of("/api/v1/cases", "/api/v1/cases.atom", "/api/v1/cases/report", "/api/v1/cases/export");

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Concord")
                        .version(Objects.requireNonNullElse(
                                ApiDescription.class.getPackage().getImplementationVersion(), "development"))
                        .description("协作网关与典型案例库。Exchange of signed records between agencies, and the casebook."
                                + " Refusals are problem details (RFC 9457), listed at /problems."))
                .components(new Components()
                        .addSecuritySchemes(
                                TOKEN,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("单位系统的令牌。The token of an agency's own system.")));
    }

    @Bean
    OpenApiCustomizer whatSignaturesDoNotSay() {
        return ApiDescription::complete;
    }

    static void complete(OpenAPI api) {
        for (String path : SEARCHES) {
            get(api, path).ifPresent(ApiDescription::search);
        }
        get(api, "/api/v1/cases").ifPresent(o -> add(o, size(1, 100, 10)));
        get(api, "/api/v1/cases/report").ifPresent(o -> add(o, size(1, 100, 50)));
        get(api, "/api/v1/cases/export").ifPresent(o -> {
            add(o, choice("format", "JSONL 或 CSV。JSON lines or CSV.", "jsonl", "csv"));
            add(o, text("edition", "整体取某一版次。What an edition held, whole: `c1234-2026-07-24`."));
            add(o, number("after", "只要此 seq 之后的。What comes after this `seq` alone.", 0, null));
        });
        get(api, "/api/v1/cases/export/manifest")
                .ifPresent(o -> add(o, text("edition", "版次；不填为当前。An edition; the present one where empty.")));
        get(api, "/api/v1/cases/{id}/explain").ifPresent(o -> add(o, q()));
        get(api, "/api/v1/articles").ifPresent(o -> {
            add(o, text("q", "检索词或一段事实。Words or facts."));
            add(o, size(1, 1000, 10));
        });
        for (Operation operation : operations(api, "/oai")) {
            harvest(operation);
        }
        api.path(
                "/api/v1/records",
                new PathItem()
                        .post(submission(
                                "提交一份签名记录。Submit one signed record (protocol 5.1).",
                                "application/json",
                                new ObjectSchema(),
                                true)));
        api.path(
                "/api/v1/records:batch",
                new PathItem()
                        .post(submission(
                                "提交多份，每行一份，至多 1024 行。Submit up to 1024, one a line (protocol 5.2).",
                                "application/x-ndjson",
                                new StringSchema(),
                                false)));
        api.getPaths().forEach((path, item) -> {
            if (!OPEN.matcher(path).matches()) {
                item.readOperations().forEach(o -> o.security(List.of(new SecurityRequirement().addList(TOKEN))));
            }
        });
    }

    private static Optional<Operation> get(OpenAPI api, String path) {
        return Optional.ofNullable(api.getPaths().get(path)).map(PathItem::getGet);
    }

    private static List<Operation> operations(OpenAPI api, String path) {
        PathItem item = api.getPaths().get(path);
        return item == null ? List.of() : item.readOperations();
    }

    private static void search(Operation operation) {
        add(operation, q());
        for (String facet : Facets.ALL) {
            add(operation, text(facet, "只看此值，可重复。Only this value of the facet; may be repeated."));
        }
        add(operation, choice("order", "排列。Order of the results.", "relevance", "date", "cited"));
        add(operation, number("page", "页，从 0 起。The page, from 0.", 0, CaseSearch.DEEPEST));
    }

    private static void harvest(Operation operation) {
        add(
                operation,
                choice(
                        "verb",
                        "OAI-PMH 动词。The verb of OAI-PMH 2.0.",
                        "Identify",
                        "ListMetadataFormats",
                        "ListSets",
                        "ListIdentifiers",
                        "ListRecords",
                        "GetRecord"));
        add(operation, choice("metadataPrefix", "元数据格式。The format of metadata.", "oai_dc", "concord"));
        add(operation, text("identifier", "条目标识。The identifier of an item."));
        add(operation, text("set", "集合。The set."));
        add(operation, text("from", "起（UTC）。From this day or second (UTC)."));
        add(operation, text("until", "止（UTC）。Until this day or second (UTC)."));
        add(operation, text("resumptionToken", "续取令牌。What the answer before gave to go on with."));
    }

    private static Operation submission(String summary, String type, Schema<?> schema, boolean signedInHeaders) {
        Operation operation = new Operation()
                .summary(summary)
                .addTagsItem("records")
                .requestBody(new RequestBody()
                        .required(true)
                        .content(new Content().addMediaType(type, new MediaType().schema(schema))))
                .responses(new ApiResponses()
                        .addApiResponse(
                                signedInHeaders ? "202" : "200",
                                new ApiResponse().description("已受理；批量为逐行答复。Accepted; for a batch an answer a line."))
                        .addApiResponse("default", new ApiResponse().description("RFC 9457")));
        for (String header :
                signedInHeaders ? List.of("Concord-Suite", "Concord-Key", "Concord-Signature") : List.<String>of()) {
            operation.addParametersItem(new Parameter()
                    .in("header")
                    .name(header)
                    .required(true)
                    .description("签名。The signature, protocol 5.1.")
                    .schema(new StringSchema()));
        }
        return operation;
    }

    /// In place of what the signature gave under that name.
    private static void add(Operation operation, Parameter parameter) {
        List<Parameter> all =
                new ArrayList<>(operation.getParameters() == null ? List.of() : operation.getParameters());
        all.removeIf(p -> parameter.getName().equals(p.getName()));
        all.add(parameter.in("query").required(false));
        operation.setParameters(all);
    }

    private static Parameter q() {
        return text("q", "检索式，从不拒绝。The question; never refused (protocol 5.14).");
    }

    private static Parameter size(int least, int most, int usual) {
        Parameter size = number("size", "每页条数。Items a page.", least, most);
        size.getSchema().setDefault(usual);
        return size;
    }

    private static Parameter text(String name, String description) {
        return new Parameter().name(name).description(description).schema(new StringSchema());
    }

    private static Parameter choice(String name, String description, String... values) {
        StringSchema schema = new StringSchema();
        schema.setEnum(List.of(values));
        return new Parameter().name(name).description(description).schema(schema);
    }

    private static Parameter number(String name, String description, int least, @Nullable Integer most) {
        Schema<Number> schema = new IntegerSchema();
        schema.minimum(java.math.BigDecimal.valueOf(least));
        if (most != null) {
            schema.maximum(java.math.BigDecimal.valueOf(most));
        }
        return new Parameter().name(name).description(description).schema(schema);
    }
}
