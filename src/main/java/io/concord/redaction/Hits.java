package io.concord.redaction;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The findings of one text so far, none over another: what is found first keeps its place.
final class Hits {

    /// What only masks hold: 某, ×, and 甲公司.
    private static final Pattern MASKED =
            Pattern.compile("[某×]|[甲乙丙丁戊己庚辛壬癸](?:公司|[\\u4e00-\\u9fff]?[厂店矿楼馆]|酒店|超市|单位|中心|经营部|合作社|事务所|工程队|幼儿园|驾校)");
    private static final Set<Kind> NAMES =
            Set.of(Kind.FIRM, Kind.ADDRESS, Kind.PLACE, Kind.PROJECT, Kind.BRAND, Kind.APP);

    private final Text text;
    private final List<Hit> hits = new ArrayList<>();
    private final BitSet taken = new BitSet();

    Hits(Text text) {
        this.text = text;
    }

    boolean isFree(int start, int end) {
        int next = taken.nextSetBit(start);
        return next < 0 || next >= end;
    }

    /// Adds one unless its place is taken, or it is the mask of an earlier round.
    boolean add(Hit hit) {
        boolean masked = hit.confidence() < 1
                && NAMES.contains(hit.kind())
                && MASKED.matcher(text.between(hit.start(), hit.end())).find();
        if (masked || hit.start() >= hit.end() || !isFree(hit.start(), hit.end())) {
            return false;
        }
        taken.set(hit.start(), hit.end());
        hits.add(hit);
        return true;
    }

    /// In the order of the text.
    List<Hit> inOrder() {
        return hits.stream().sorted(Comparator.comparingInt(Hit::start)).toList();
    }
}
