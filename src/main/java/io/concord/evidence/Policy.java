package io.concord.evidence;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which logs a verifier trusts, which witnesses, and how many of them must have cosigned (C2SP tlog-policy).
///
/// A witness that cosigns with Ed25519 and with SM2 has a line for each; they have the same key name, so they are one
/// witness when witnesses are counted, and only the policy's groups say which of the two the quorum asks for.
///
/// @param logs trusted verifier keys; a checkpoint must be signed by every key of its origin that is listed
/// @param witnesses by their names in the policy
/// @param groups by their names in the policy, each after its members
/// @param quorum name of a witness or a group; null when no cosignature is asked
public record Policy(
        List<NoteKey> logs,
        SequencedMap<String, Witness> witnesses,
        SequencedMap<String, Group> groups,
        @Nullable String quorum) {

    private static final String NONE = "none";
    /// The most witnesses, and the most groups: more are a mistake, or an attack on whoever reads the policy.
    private static final int MOST = 64;

    /// One key of a witness.
    ///
    /// @param url its submission prefix (C2SP tlog-witness); null when it is not to be called
    public record Witness(NoteKey key, @Nullable URI url) {}

    /// Witnesses a checkpoint when `threshold` of its members do.
    public record Group(int threshold, List<String> members) {
        public Group {
            members = List.copyOf(members);
        }
    }

    public Policy {
        logs = List.copyOf(logs);
        witnesses = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(witnesses));
        groups = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(groups));
    }

    /// A policy without witnesses for these keys.
    public static Policy of(List<NoteKey> logs) {
        return new Policy(logs, new LinkedHashMap<>(), new LinkedHashMap<>(), null);
    }

    public Policy withLogs(List<NoteKey> others) {
        return new Policy(others, witnesses, groups, quorum);
    }

    public Policy withoutQuorum() {
        return new Policy(logs, witnesses, groups, null);
    }

    /// The names of the witnesses' keys: how many there are to cosign.
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        witnesses.values().forEach(witness -> names.add(witness.key().name()));
        return names;
    }

    /// Whose cosignatures the note carries, by the names of their keys.
    public Set<String> cosigners(SignedNote note) {
        Set<String> names = new LinkedHashSet<>();
        witnesses.values().stream().map(Witness::key).filter(note::isSignedBy).forEach(key -> names.add(key.name()));
        return names;
    }

    /// Whether enough witnesses have cosigned the note.
    public boolean isWitnessed(SignedNote note) {
        Set<String> witnessing = new HashSet<>();
        witnesses.forEach((name, witness) -> {
            if (note.isSignedBy(witness.key())) {
                witnessing.add(name);
            }
        });
        groups.forEach((name, group) -> {
            if (group.members().stream().filter(witnessing::contains).count() >= group.threshold()) {
                witnessing.add(name);
            }
        });
        return quorum == null || witnessing.contains(quorum);
    }

    /// The policy's text, without the witnesses' addresses: they are nobody's business who verifies.
    public String written() {
        StringBuilder out = new StringBuilder();
        logs.forEach(key -> out.append("log ").append(key.vkey()).append('\n'));
        witnesses.forEach((name, witness) -> out.append("witness ")
                .append(name)
                .append(' ')
                .append(witness.key().vkey())
                .append('\n'));
        groups.forEach((name, group) -> out.append("group ")
                .append(name)
                .append(' ')
                .append(group.threshold())
                .append(' ')
                .append(String.join(" ", group.members()))
                .append('\n'));
        return out.append("quorum ")
                .append(quorum == null ? NONE : quorum)
                .append('\n')
                .toString();
    }

    /// @throws IllegalArgumentException when the text is not a policy; the message names the line
    public static Policy parse(String text) {
        Reader reader = new Reader();
        for (String line : text.split("\n")) {
            List<String> words = List.of(line.strip().split("[ \t]+"));
            try {
                reader.read(words);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("policy: " + e.getMessage() + ": " + line.strip(), e);
            }
        }
        if (!reader.hasQuorum) {
            throw new IllegalArgumentException("policy: the quorum line is missing");
        }
        return new Policy(reader.logs, reader.witnesses, reader.groups, reader.quorum);
    }

    private static final class Reader {
        private final List<NoteKey> logs = new ArrayList<>();
        private final SequencedMap<String, Witness> witnesses = new LinkedHashMap<>();
        private final SequencedMap<String, Group> groups = new LinkedHashMap<>();
        private final Set<String> members = new HashSet<>();
        private final Set<String> keys = new HashSet<>();
        private boolean hasQuorum;
        private @Nullable String quorum;

        void read(List<String> words) {
            if (words.getFirst().isEmpty() || words.getFirst().startsWith("#")) {
                return;
            }
            switch (words.getFirst()) {
                case "log" -> log(words);
                case "witness" -> witness(words);
                case "group" -> group(words);
                case "quorum" -> quorum(words);
                default -> throw new IllegalArgumentException("no such line is known");
            }
        }

        private void log(List<String> words) {
            require(words.size() == 2 || words.size() == 3, "a log line has a key and perhaps an address");
            logs.add(key(words.get(1), false));
        }

        private void witness(List<String> words) {
            require(words.size() == 3 || words.size() == 4, "a witness line has a name, a key and perhaps an address");
            name(words.get(1));
            require(witnesses.size() < MOST, "too many witnesses");
            witnesses.put(
                    words.get(1),
                    new Witness(key(words.get(2), true), words.size() == 4 ? URI.create(words.get(3)) : null));
        }

        private NoteKey key(String vkey, boolean cosigns) {
            NoteKey key = NoteKey.parse(vkey);
            require(key.cosigns() == cosigns, cosigns ? "not a witness's key" : "not a log's key");
            require(keys.add(key.key().id()), "this public key is listed before");
            return key;
        }

        private void group(List<String> words) {
            require(words.size() >= 4, "a group line has a name, a threshold and members");
            name(words.get(1));
            require(groups.size() < MOST, "too many groups");
            List<String> of = words.subList(3, words.size());
            for (String member : of) {
                require(known(member), "no witness or group before it is named " + member);
                require(members.add(member), member + " is a member already");
            }
            int threshold = switch (words.get(2)) {
                case "any" -> 1;
                case "all" -> of.size();
                case String k when k.matches("[1-9][0-9]?") -> Integer.parseInt(k);
                default -> 0;
            };
            require(threshold >= 1 && threshold <= of.size(), "the threshold is not between 1 and " + of.size());
            groups.put(words.get(1), new Group(threshold, of));
        }

        private void quorum(List<String> words) {
            require(!hasQuorum, "there is a quorum line before");
            require(
                    words.size() == 2 && (words.get(1).equals(NONE) || known(words.get(1))),
                    "the quorum is `none`, or a witness or group before it");
            hasQuorum = true;
            quorum = words.get(1).equals(NONE) ? null : words.get(1);
        }

        private void name(String name) {
            require(!name.equals(NONE) && !known(name), "this name is taken");
        }

        private boolean known(String name) {
            return witnesses.containsKey(name) || groups.containsKey(name);
        }

        private static void require(boolean condition, String otherwise) {
            if (!condition) {
                throw new IllegalArgumentException(otherwise);
            }
        }
    }
}
