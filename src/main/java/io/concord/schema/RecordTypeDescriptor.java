package io.concord.schema;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One record type as its `type.yaml` says: what the generic engine needs to know beside the schema.
///
/// @param rt number in the field's list, for example `RT-03`
/// @param type name on the wire, also the folder's
/// @param version semantic version; senders may use any with the same major and minor
/// @param group A letters, B disputes, C risk, D registers, E exchange control, F registry
/// @param name by language, `zh` and `en`
/// @param validFrom first document date that may use it
/// @param validTo last such date; null while in force
/// @param senders kinds of agency that may send it; `*` is any
/// @param recipients kinds of agency that may receive it
/// @param externalParty whether a party outside the network may be a recipient
/// @param maxBytes size limit of the canonical envelope
/// @param requiredHeader header fields that this type asks for beyond the envelope schema
/// @param acknowledge `signed` when a mailbox item ends by a signed receipt, `cursor` when by the next fetch
/// @param logKind kind of its log entries
/// @param listFields JSON pointers shown in lists
public record RecordTypeDescriptor(
        String rt,
        String type,
        String version,
        String group,
        Map<String, String> name,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        List<String> senders,
        List<String> recipients,
        boolean externalParty,
        int maxBytes,
        List<String> requiredHeader,
        Map<String, Object> reply,
        String stateMachine,
        List<String> visibility,
        String numberClass,
        String acknowledge,
        String logKind,
        List<String> listFields) {

    /// `major.minor`, the name of its folder.
    public String line() {
        return version.substring(0, version.lastIndexOf('.'));
    }

    public boolean maySend(String agencyKind) {
        return senders.contains("*") || senders.contains(agencyKind);
    }

    public boolean mayReceive(String agencyKind) {
        return recipients.contains("*") || recipients.contains(agencyKind);
    }
}
