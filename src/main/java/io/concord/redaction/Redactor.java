package io.concord.redaction;

import io.concord.schema.Catalogue;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds and masks what a text must not tell when it is published, by the rules in force on a day.
///
/// Pure and safe to share. The first use loads the dictionaries, about half a second.
public final class Redactor {

    private static final Reason LEFT = new Reason("脱敏对照表中的原文仍在文中", "the original of a mask is still in the text");
    private static final Reason PARTY_LEFT = new Reason("当事人信息仍在文中", "a party of the matter is still in the text");

    private final Lexicon lexicon;
    private final PersonForms forms;
    private final Identifiers identifiers;
    private final Figures figures;
    private final Firms firms;
    private final Places places;
    private final Rarity rarity;

    public Redactor(Catalogue catalogue, LocalDate day) {
        this.lexicon = Lexicon.of(catalogue, day);
        this.forms = new PersonForms(lexicon);
        this.identifiers = new Identifiers(lexicon);
        this.figures = new Figures(lexicon);
        this.firms = new Firms(lexicon);
        this.places = new Places(lexicon);
        this.rarity = new Rarity(lexicon);
    }

    /// A profile of the rule data, for example `typical-case`.
    public Profile profile(String id) {
        return lexicon.profile(id);
    }

    /// A way to mask names, `NAME_SPC` or `NAME_LEN`.
    public Profile.NameForm nameForm(String id) {
        return lexicon.nameForm(id);
    }

    /// Everything found, in the order of the text, none over another.
    public List<Finding> find(String original, Known known, Profile profile) {
        Text text = Text.of(original);
        Hits hits = new Hits(text);
        Words.Cut plain = Words.Cut.of(text.folded(), Words.plain(text.folded()));
        Words.Cut names = Words.Cut.of(text.folded(), Words.recognise(text.folded()));
        boolean rare = rarity.isRare(known, profile);
        Set<String> parties = Parties.find(text, known, identifiers, hits);
        identifiers.find(text, hits);
        figures.days(text, hits);
        known.firms()
                .forEach(firm -> firms.shortForms(
                        text, plain, hits, Words.fold(firm.name()), new Reason("当事人简称", "a short form of a party")));
        firms.find(text, plain, hits);
        places.find(text, plain, hits);
        Persons persons = new Persons(lexicon, forms, text, plain, names, hits);
        persons.find(parties);
        places.small(text, plain, hits);
        figures.amounts(text, hits, known.people() >= lexicon.threshold("exactFrom") && !rare);
        rarity.combinations(text, hits);
        if (rare && known.facts() != null) {
            rarity.county(text, known.facts(), hits);
        }
        List<Finding> all = new Masks(text, known, profile, firms).give(hits.inOrder(), persons.kept());
        return all.stream().filter(finding -> isAsked(finding, profile)).toList();
    }

    private static boolean isAsked(Finding finding, Profile profile) {
        boolean consented = finding.kind() == Kind.STAFF && profile.staffConsent();
        return !profile.leave().contains(finding.kind())
                && !consented
                && !finding.original().equals(finding.mask());
    }

    /// The findings sure enough to be accepted before anybody looked.
    public List<Finding> sure(List<Finding> findings) {
        double accept = lexicon.threshold("accept");
        return findings.stream()
                .filter(finding -> finding.confidence() >= accept)
                .toList();
    }

    /// The text with findings masked.
    ///
    /// @throws IllegalArgumentException when a finding is not of this text, or lies over another
    public static Redacted apply(String text, List<Finding> accepted) {
        List<Finding> inOrder = accepted.stream()
                .sorted(Comparator.comparingInt(Finding::start))
                .toList();
        StringBuilder masked = new StringBuilder();
        List<MaskMap.Entry> entries = new ArrayList<>();
        int done = 0;
        for (Finding finding : inOrder) {
            if (finding.start() < done || !text.startsWith(finding.original(), finding.start())) {
                throw new IllegalArgumentException(
                        "no finding of this text: " + finding.kind() + " at " + finding.start());
            }
            masked.append(text, done, finding.start()).append(finding.mask());
            entries.add(new MaskMap.Entry(finding.kind(), finding.original(), finding.mask()));
            done = finding.end();
        }
        return new Redacted(masked.append(text.substring(done)).toString(), new MaskMap(entries));
    }

    /// What a masked text still tells: originals of the map and parties of the matter in any spelling, and every
    /// number that leads to a person or case. Where this is not empty, the text is not published.
    public List<Finding> residuals(String masked, Known known, MaskMap map) {
        Text text = Text.of(masked);
        Hits hits = new Hits(text);
        identifiers.find(text, hits);
        BitSet masks = masks(text, map);
        for (MaskMap.Entry entry : map.entries()) {
            if (!entry.original().isBlank()) {
                scan(text, Text.variants(entry.original()), entry.kind(), LEFT, masks, hits);
            }
        }
        Parties.patterns(known).forEach(pattern -> scan(text, pattern, Kind.PERSON, PARTY_LEFT, masks, hits));
        return hits.inOrder().stream()
                .map(hit -> new Finding(
                        hit.kind(),
                        hit.start(),
                        hit.end(),
                        masked.substring(hit.start(), hit.end()),
                        Identifiers.REMOVED,
                        hit.reason(),
                        hit.confidence()))
                .toList();
    }

    private static void scan(Text text, Pattern pattern, Kind kind, Reason reason, BitSet masks, Hits hits) {
        Matcher m = pattern.matcher(text.folded());
        while (m.find()) {
            // A mask may contain somebody else's original (某建筑公司, where a firm is called 建筑公司).
            boolean insideMask = masks.get(m.start()) && masks.nextClearBit(m.start()) >= m.end();
            if (!insideMask) {
                hits.add(Hit.masked(kind, m.start(), m.end(), 1, reason, Identifiers.REMOVED));
            }
        }
    }

    private static BitSet masks(Text text, MaskMap map) {
        BitSet inside = new BitSet();
        map.entries().stream()
                .map(MaskMap.Entry::mask)
                .distinct()
                .filter(mask -> !mask.isEmpty())
                .forEach(mask -> text.places(Words.fold(mask)).forEach(at -> inside.set(at, at + mask.length())));
        return inside;
    }
}
