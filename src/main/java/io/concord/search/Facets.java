package io.concord.search;

import java.util.List;
import java.util.Map;

/// What results can be narrowed by, and the names under which people may ask for it.
public final class Facets {

    public static final String CAUSE = "cause";
    public static final String ARTICLE = "article";

    /// In the order in which they are shown.
    public static final List<String> ALL = List.of(
            "kind",
            CAUSE,
            "field",
            "region",
            "year",
            "agency",
            "industry",
            "employment",
            "outcome",
            ARTICLE,
            "law",
            "batch");

    static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("类别", "kind"),
            Map.entry("案由", CAUSE),
            Map.entry("领域", "field"),
            Map.entry("地区", "region"),
            Map.entry("区域", "region"),
            Map.entry("年份", "year"),
            Map.entry("年度", "year"),
            Map.entry("单位", "agency"),
            Map.entry("机关", "agency"),
            Map.entry("引用", ARTICLE),
            Map.entry("条文", ARTICLE),
            Map.entry("行业", "industry"),
            Map.entry("用工", "employment"),
            Map.entry("结果", "outcome"),
            Map.entry("法条", ARTICLE),
            Map.entry("法律", "law"),
            Map.entry("批次", "batch"),
            Map.entry("标题", "title"),
            Map.entry("关键词", "keyword"),
            Map.entry("要旨", "gist"),
            Map.entry("全文", "text"),
            Map.entry("编号", "id"),
            Map.entry("金额", "amount"),
            Map.entry("人数", "workers"),
            Map.entry("日期", "date"),
            Map.entry("裁判日期", "decided"),
            Map.entry("办结日期", "decided"));

    private Facets() {}
}
