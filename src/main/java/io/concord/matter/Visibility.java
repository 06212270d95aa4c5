package io.concord.matter;

import io.concord.envelope.AgencyCode;
import io.concord.schema.RecordTypeDescriptor;
import java.util.Set;

/// Who may see a record of a matter (`domain.md` §3.0.4).
final class Visibility {

    private Visibility() {}

    /// @param inMatter whether the agency holds another record of the matter
    static boolean sees(AgencyCode agency, Entry.Head head, RecordTypeDescriptor type, boolean inMatter) {
        if (isParty(agency, head) || type.visibility().contains("A-PUBLIC")) {
            return true;
        }
        if (type.visibility().contains("A-CHAIN") && inMatter) {
            return true;
        }
        if (type.visibility().contains("A-REGION") && sameRegion(agency.region(), head.region())) {
            return true;
        }
        return type.visibility().contains("A-SUPERVISOR") && supervises(agency, new AgencyCode(head.sender()));
    }

    static boolean isParty(AgencyCode agency, Entry.Head head) {
        return head.sender().equals(agency.value())
                || head.mains().contains(agency.value())
                || head.copies().contains(agency.value());
    }

    /// An agency of the same line, one level up or more.
    private static boolean supervises(AgencyCode upper, AgencyCode lower) {
        return upper.kind().equals(lower.kind())
                && !upper.region().equals(lower.region())
                && Set.of(lower.region().substring(0, 4) + "00", lower.region().substring(0, 2) + "0000")
                        .contains(upper.region());
    }

    private static boolean sameRegion(String agencyRegion, String recordRegion) {
        return recordRegion.startsWith(agencyRegion.replaceFirst("(00)+$", ""));
    }
}
