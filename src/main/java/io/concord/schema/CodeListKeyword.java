package io.concord.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.AbstractKeyword;
import com.networknt.schema.keyword.BaseKeywordValidator;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The keyword `codeList`: a string must be a code of the named list under `schemas/codes`.
final class CodeListKeyword extends AbstractKeyword {

    static final String NAME = "codeList";

    private final Map<String, CodeList> lists;

    CodeListKeyword(Map<String, CodeList> lists) {
        super(NAME);
        this.lists = lists;
    }

    @Override
    public KeywordValidator newValidator(SchemaLocation location, JsonNode node, Schema parent, SchemaContext context) {
        CodeList list = lists.get(node.asText());
        if (list == null) {
            throw new SchemaException("no code list named " + node.asText());
        }
        Set<String> codes = list.items().stream().map(CodeList.Item::code).collect(Collectors.toUnmodifiableSet());
        return new BaseKeywordValidator(this, node, location, parent, context) {
            @Override
            public void validate(ExecutionContext run, JsonNode value, JsonNode root, NodePath at) {
                if (value.isTextual() && !codes.contains(value.textValue())) {
                    run.addError(error().instanceNode(value)
                            .instanceLocation(at)
                            .evaluationPath(run.getEvaluationPath())
                            .keyword(NAME)
                            .message("not a code of the list " + list.list())
                            .build());
                }
            }
        };
    }
}
