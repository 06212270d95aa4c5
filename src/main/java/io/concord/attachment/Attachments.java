package io.concord.attachment;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.crypto.RunningDigests;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.ChinaTime;
import io.concord.envelope.Envelope;
import io.concord.ledger.CommitParticipant;
import io.concord.problem.Reason;
import io.concord.schema.Catalogue;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// The files that records name. An agency brings a file first and names it then; a record that names what is not here,
/// or what its sender may not read, is refused. In parts in the database, so that every node has them and a copy of the
/// database is a copy of everything.
@Component
public class Attachments implements CommitParticipant {

    private static final Logger LOG = LoggerFactory.getLogger(Attachments.class);
    /// Bytes; small enough to be held, large enough to be few.
    private static final int PART = 256 << 10;

    private final JdbcClient sql;
    private final Catalogue catalogue;
    private final InstantSource clock;

    Attachments(DataSource database, Catalogue catalogue, InstantSource clock) {
        this.sql = JdbcClient.create(database);
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /// A file that is here whole.
    public record Held(long id, String sm3, String sha256, long size) {}

    /// What came of bringing one.
    public sealed interface Brought {
        /// @param before whether it was here already
        record Whole(Held file, boolean before) implements Brought {}

        /// More is to come.
        ///
        /// @param offset how many bytes are here
        record Partly(long offset) implements Brought {}

        /// These bytes do not go on where the others end.
        record Elsewhere(long offset) implements Brought {}

        /// It does not have the digest that it was to have; nothing of it is kept.
        record Other(String sm3) implements Brought {}

        /// @param most bytes that are let in
        record TooLarge(long most) implements Brought {}

        /// Somebody else of the agency is bringing it now.
        record Busy() implements Brought {}
    }

    private JsonNode rules() {
        return catalogue
                .rules()
                .get("attachments", LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE))
                .values();
    }

    /// The largest file that is let in, in bytes.
    public long largest() {
        return rules().path("largest").asLong();
    }

    /// Takes a file or a piece of it, as it comes; what has come is kept when the rest does not.
    ///
    /// @param start where these bytes begin; 0 begins anew
    /// @param total bytes of the whole; -1 where it ends with these
    /// @throws IOException when it cannot be read to the end
    public Brought bring(AgencyCode by, ContentName name, long start, long total, InputStream in) throws IOException {
        Optional<Held> before = own(by, name);
        if (before.isPresent()) {
            return new Brought.Whole(before.get(), true);
        }
        long most = largest();
        if (total > most) {
            return new Brought.TooLarge(most);
        }
        long id = begin(by, name);
        if (start == 0) {
            sql.sql("delete from attachment.part where file = ?").param(id).update();
        }
        long here = size(id);
        if (start != here) {
            return new Brought.Elsewhere(here);
        }
        try {
            for (byte[] part = in.readNBytes(PART); part.length > 0; part = in.readNBytes(PART)) {
                here += part.length;
                if (here > most) {
                    forget(id);
                    return new Brought.TooLarge(most);
                }
                sql.sql("insert into attachment.part values (?, ?, ?)")
                        .params(id, here - part.length, part)
                        .update();
            }
        } catch (DuplicateKeyException e) {
            return new Brought.Busy();
        }
        return here < total ? new Brought.Partly(here) : whole(id, name, here);
    }

    private Brought whole(long id, ContentName name, long size) throws IOException {
        RunningDigests digests = new RunningDigests();
        try (InputStream all = new Parts(sql, id, size)) {
            byte[] buffer = new byte[PART];
            for (int n = all.read(buffer); n >= 0; n = all.read(buffer)) {
                digests.update(buffer, n);
            }
        }
        String sm3 = digests.sm3();
        String sha256 = digests.sha256();
        if (!name.hex().equals(name.sm3() ? sm3 : sha256)) {
            forget(id);
            return new Brought.Other(sm3);
        }
        sql.sql("update attachment.file set size = ?, sm3 = ?, sha256 = ?, completed_at = ? where id = ?")
                .params(size, sm3, sha256, Timestamp.from(clock.instant()), id)
                .update();
        return new Brought.Whole(new Held(id, sm3, sha256, size), false);
    }

    private long begin(AgencyCode by, ContentName name) {
        sql.sql("insert into attachment.file (name, uploader, started_at) values (?, ?, ?) on conflict do nothing")
                .params(name.toString(), by.value(), Timestamp.from(clock.instant()))
                .update();
        return sql.sql("select id from attachment.file where name = ? and uploader = ?")
                .params(name.toString(), by.value())
                .query(Long.class)
                .single();
    }

    private long size(long id) {
        return sql.sql("select coalesce(sum(length(bytes)), 0) from attachment.part where file = ?")
                .param(id)
                .query(Long.class)
                .single();
    }

    private void forget(long id) {
        sql.sql("delete from attachment.file where id = ? and completed_at is null")
                .param(id)
                .update();
    }

    /// How much of a file an agency has brought so far; empty where nothing.
    public Optional<Long> begun(AgencyCode by, ContentName name) {
        return sql.sql("select id from attachment.file where name = ? and uploader = ? and completed_at is null")
                .params(name.toString(), by.value())
                .query(Long.class)
                .optional()
                .map(this::size);
    }

    private Optional<Held> own(AgencyCode by, ContentName name) {
        return readable(by, name, "f.uploader = :agency");
    }

    /// A file that the agency has brought, or that a record names which it sent or received.
    public Optional<Held> find(AgencyCode agency, ContentName name) {
        return readable(
                agency,
                name,
                "(f.uploader = :agency or exists (select 1 from attachment.use u where u.file = f.id and u.parties @> array[:agency::text]))");
    }

    private Optional<Held> readable(AgencyCode agency, ContentName name, String may) {
        return sql.sql("select f.* from attachment.file f where f." + (name.sm3() ? "sm3" : "sha256")
                        + " = :hex and f.completed_at is not null and " + may + " order by f.id limit 1")
                .param("hex", name.hex())
                .param("agency", agency.value())
                .query((row, n) -> held(row))
                .optional();
    }

    /// The file that a record names in a place; who may read the record may read it.
    ///
    /// @param place index in the record's list, from 0
    public Optional<Held> of(UUID messageId, int place) {
        return sql.sql("select f.* from attachment.use u join attachment.file f on f.id = u.file"
                        + " where u.message_id = ? and u.ord = ?")
                .params(messageId, place)
                .query((row, n) -> held(row))
                .optional();
    }

    private static Held held(ResultSet row) throws SQLException {
        return new Held(row.getLong("id"), row.getString("sm3"), row.getString("sha256"), row.getLong("size"));
    }

    /// What is in it, read part by part.
    public InputStream open(Held file) {
        return new Parts(sql, file.id(), file.size());
    }

    /// What stands against the files that a record names.
    public List<Reason> check(Envelope envelope) {
        List<Reason> reasons = new ArrayList<>();
        int place = 0;
        for (JsonNode one : envelope.tree().path("attachments")) {
            String pointer = "/attachments/" + place++;
            String name = one.path("name").asText();
            Optional<Held> file = find(envelope.sender(), named(one));
            if (file.isEmpty()) {
                reasons.add(new Reason(
                        "attachment-missing",
                        pointer,
                        "附件“" + name + "”尚未上传：先 PUT /api/v1/blobs/" + named(one),
                        "attachment " + name + " is not here: first PUT /api/v1/blobs/" + named(one)));
            } else if (file.get().size() != one.path("size").asLong()) {
                reasons.add(new Reason(
                        "attachment-missing",
                        pointer + "/size",
                        "附件“" + name + "”实为 " + file.get().size() + " 字节",
                        "attachment " + name + " has " + file.get().size() + " bytes"));
            }
        }
        return reasons;
    }

    private static ContentName named(JsonNode attachment) {
        return ContentName.of(
                attachment.path("digestAlg").asText(), attachment.path("digest").asText());
    }

    @Override
    public void join(Connection c, List<Accepted> batch) throws SQLException {
        for (Accepted accepted : batch) {
            Envelope envelope = accepted.record().envelope();
            if (envelope.tree().path("attachments").isEmpty()) {
                continue;
            }
            List<String> parties = new ArrayList<>(List.of(envelope.sender().value()));
            envelope.recipients()
                    .forEach(recipient -> parties.add(recipient.agency().value()));
            int place = 0;
            for (JsonNode one : envelope.tree().path("attachments")) {
                ContentName name = named(one);
                try (PreparedStatement s =
                        c.prepareStatement("insert into attachment.use select ?, ?, f.id, ? from attachment.file f"
                                + " where f." + (name.sm3() ? "sm3" : "sha256") + " = ? and f.completed_at is not null"
                                + " order by f.uploader = ? desc, f.id limit 1 on conflict do nothing")) {
                    s.setObject(1, envelope.messageId());
                    s.setInt(2, place++);
                    s.setArray(3, c.createArrayOf("text", parties.toArray()));
                    s.setString(4, name.hex());
                    s.setString(5, envelope.sender().value());
                    s.executeUpdate();
                }
            }
        }
    }

    /// Forgets what was brought and then named by no record for as long as the rules say.
    @Scheduled(initialDelayString = "PT10M", fixedDelayString = "PT6H")
    void clean() {
        Period unused = Period.parse(rules().path("unused").asText());
        Timestamp before = Timestamp.from(
                clock.instant().atZone(ChinaTime.ZONE).minus(unused).toInstant());
        int n = sql.sql("delete from attachment.file f where f.started_at < ?"
                        + " and not exists (select 1 from attachment.use u where u.file = f.id)")
                .param(before)
                .update();
        if (n > 0) {
            LOG.info("{} files that no record names were forgotten", n);
        }
    }

    /// Reads the parts one by one.
    private static final class Parts extends InputStream {
        private final JdbcClient sql;
        private final long file;
        private final long size;
        private long at;
        private byte @Nullable [] part;
        private long partAt;

        Parts(JdbcClient sql, long file, long size) {
            this.sql = sql;
            this.file = file;
            this.size = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (at >= size) {
                return -1;
            }
            byte[] current = part;
            if (current == null || at < partAt || at >= partAt + current.length) {
                current = load();
            }
            int from = (int) (at - partAt);
            int n = Math.min(length, current.length - from);
            System.arraycopy(current, from, target, offset, n);
            at += n;
            return n;
        }

        private byte[] load() throws IOException {
            byte[] loaded = sql.sql(
                            "select at, bytes from attachment.part where file = ? and at <= ? order by at desc limit 1")
                    .params(file, at)
                    .query((row, n) -> {
                        partAt = row.getLong("at");
                        return row.getBytes("bytes");
                    })
                    .optional()
                    .orElse(null);
            if (loaded == null || at >= partAt + loaded.length) {
                throw new IOException("a part of file " + file + " is missing at " + at);
            }
            part = loaded;
            return loaded;
        }

        @Override
        public long skip(long n) {
            long skipped = Math.max(0, Math.min(n, size - at));
            at += skipped;
            return skipped;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, size - at);
        }
    }
}
