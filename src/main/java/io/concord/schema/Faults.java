package io.concord.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Turns the validator's errors into ours: the place of a missing property itself, and both languages.
final class Faults {

    private Faults() {}

    /// Validates again for each language; only refused documents come here.
    static List<SchemaFault> of(Schema schema, JsonNode document, String prefix) {
        List<Error> zh = in(Locale.SIMPLIFIED_CHINESE, schema, document);
        List<Error> en = in(Locale.ENGLISH, schema, document);
        List<SchemaFault> faults = new ArrayList<>();
        for (int i = 0; i < zh.size(); i++) {
            Error error = zh.get(i);
            faults.add(
                    new SchemaFault(prefix + pointer(error), error.getKeyword(), chinese(error), english(en.get(i))));
        }
        return faults.stream().distinct().toList();
    }

    private static List<Error> in(Locale locale, Schema schema, JsonNode document) {
        List<Error> errors = schema.validate(document, run -> run.executionConfig(config -> config.locale(locale)));
        // The text is made on demand from the locale of the run, so it is fetched at once.
        errors.forEach(Error::getMessage);
        return errors;
    }

    private static String pointer(Error error) {
        String at = error.getInstanceLocation().toString();
        boolean ofProperty =
                error.getKeyword().equals("required") || error.getKeyword().equals("additionalProperties");
        return ofProperty && error.getProperty() != null ? at + "/" + escape(error.getProperty()) : at;
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static String chinese(Error error) {
        return switch (error.getKeyword()) {
            case "codeList" -> "不是代码表“" + error.getSchemaNode().asText() + "”中的代码";
            case "format" ->
                switch (error.getSchemaNode().asText()) {
                    case "uscc" -> "不是有效的统一社会信用代码（18 位大写，两个校验位须正确）";
                    case "citizen-number" -> "不是有效的公民身份号码（18 位，出生日期须存在，校验位须正确）";
                    case "date" -> "不是存在的日期（格式 YYYY-MM-DD）";
                    case "date-time", "due-time" -> "不是有效的时间（格式 YYYY-MM-DDThh:mm:ss+08:00）";
                    default -> bare(error);
                };
            case "required" -> "缺少必填项";
            case "additionalProperties" -> "没有定义此项，请删除";
            default -> bare(error);
        };
    }

    private static String english(Error error) {
        return switch (error.getKeyword()) {
            case "codeList" ->
                "is not a code of the list " + error.getSchemaNode().asText();
            case "required" -> "is missing";
            case "additionalProperties" -> "is not defined; remove it";
            default -> bare(error);
        };
    }

    /// The library's text without the pointer that it puts in front.
    private static String bare(Error error) {
        String text = error.getMessage();
        int colon = text.indexOf(": ");
        return colon < 0 ? text : text.substring(colon + 2);
    }
}
