package io.concord.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.problem.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Reasons of the gate as a form says them.
class FormFaultsTest {

    private static Field field(String pointer, Field.Kind kind, String label, String hint, Field... children) {
        return new Field(
                pointer,
                kind,
                label,
                hint,
                true,
                "",
                List.of(),
                List.of(),
                List.of(children),
                true,
                100,
                List.of(),
                "");
    }

    private static final List<Field> FORM = List.of(field(
            "/payload/workers",
            Field.Kind.ROWS,
            "人员",
            "",
            field("/payload/workers/0", Field.Kind.GROUP, "一人", ""),
            field(
                    "/payload/workers/1",
                    Field.Kind.GROUP,
                    "一人",
                    "",
                    field("/payload/workers/1/phone", Field.Kind.TEXT, "电话", "5 至 20 位数字"))));

    private static FormFaults.Told told(Reason reason) {
        return FormFaults.of(List.of(reason), FORM, true).told().getFirst();
    }

    @Test
    void aPatternIsSaidInTheWordsOfTheFieldAndTheRowHasItsNumber() {
        FormFaults.Told told = told(new Reason(
                "schema-invalid", "/payload/workers/1/phone", "与正则表达式模式 ^[0-9*]$ 不匹配（pattern）", "no (pattern)"));
        assertThat(told.place()).isEqualTo("人员 › 第 2 行 › 电话");
        assertThat(told.text()).isEqualTo("格式不对：5 至 20 位数字");
        assertThat(told.id()).isEqualTo("f-payload-workers-1-phone");
    }

    @Test
    void whatHasNoFieldIsSaidAtTheNearest() {
        FormFaults.Told told =
                told(new Reason("schema-invalid", "/payload/workers/0/person/name", "缺少必填项（required）", "is missing"));
        assertThat(told.pointer()).isEqualTo("/payload/workers/0");
        assertThat(told.text()).isEqualTo("缺少必填项");
        assertThat(told(new Reason("other", "/nowhere", "不行", "no")).place()).isEqualTo("/nowhere");
    }
}
