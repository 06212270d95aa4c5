package io.concord.search;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.SolrResponse;
import org.apache.solr.client.solrj.SolrServerException;
import org.apache.solr.client.solrj.impl.BinaryRequestWriter;
import org.apache.solr.client.solrj.impl.HttpJdkSolrClient;
import org.apache.solr.client.solrj.request.CollectionAdminRequest;
import org.apache.solr.client.solrj.request.ConfigSetAdminRequest;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.util.ContentStreamBase;
import org.jspecify.annotations.Nullable;

/// A SolrCloud: its nodes, its collections, and the configuration that ours have.
public final class Solr implements AutoCloseable {

    /// Changes with every change of what [SolrEngine] sends; collections of another format are left alone.
    static final int FORMAT = 3;

    private final List<HttpJdkSolrClient> nodes = new ArrayList<>();
    private final String prefix;
    private final int shards;
    private final int replicas;
    /// Which of the nodes answered last; any will do, so it needs no lock.
    private volatile int last;

    /// @param urls of one or more nodes, `http://solr:8983/solr`
    /// @param prefix of the names of our collections, aliases and configurations
    /// @param credentials `user:password` for basic authentication; null for none
    public Solr(List<String> urls, String prefix, int shards, int replicas, @Nullable String credentials) {
        this.prefix = prefix;
        this.shards = shards;
        this.replicas = replicas;
        for (String url : urls) {
            nodes.add(new HttpJdkSolrClient.Builder(url.replaceFirst("/+$", ""))
                    .withRequestWriter(new Whole())
                    .withConnectionTimeout(2, TimeUnit.SECONDS)
                    .withRequestTimeout(60, TimeUnit.SECONDS)
                    .withOptionalBasicAuthCredentials(credentials)
                    .useHttp1_1(true)
                    .build());
        }
    }

    /// Asks the node that answered last, then the others. Everything that we send may be sent twice.
    ///
    /// @throws SearchUnavailable when none answers
    <T extends SolrResponse> T ask(SolrRequest<T> request, @Nullable String collection) {
        Exception failure = new IllegalStateException("no address");
        for (int i = 0; i < nodes.size(); i++) {
            int node = (last + i) % nodes.size();
            try {
                T answer = request.process(nodes.get(node), collection);
                last = node;
                return answer;
            } catch (SolrException e) {
                if (e.code() == SolrException.ErrorCode.BAD_REQUEST.code) {
                    throw new IllegalStateException("Solr does not understand us", e);
                }
                failure = e;
            } catch (SolrServerException | IOException e) {
                failure = e;
            }
        }
        throw new SearchUnavailable("Solr does not answer", failure);
    }

    /// `concord-cases-1`, without what distinguishes one making of it from the next.
    public String name(String kind) {
        return prefix + "-" + kind + "-" + FORMAT;
    }

    /// The collection behind an alias of ours.
    public Optional<String> behind(String alias) {
        Map<String, String> aliases =
                ask(new CollectionAdminRequest.ListAliases(), null).getAliases();
        return Optional.ofNullable(aliases.get(alias));
    }

    public void point(String alias, String collection) {
        ask(CollectionAdminRequest.createAlias(alias, collection), null);
    }

    public List<String> collections() {
        Object names =
                ask(new CollectionAdminRequest.List(), null).getResponse().get("collections");
        return names instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    public void delete(String collection) {
        ask(CollectionAdminRequest.deleteCollection(collection), null);
    }

    /// Makes a collection that is not there, with its configuration.
    void make(String collection, Ranking ranking) {
        if (!collections().contains(collection)) {
            Map<String, String> files = files(ranking);
            // Named after what is in it, so that it is never changed beneath a collection.
            String name = prefix + "-" + digest(files.toString());
            if (!known(name)) {
                ask(
                        new ConfigSetAdminRequest.Upload()
                                .setConfigSetName(name)
                                .setUploadStream(new ContentStreamBase.ByteArrayStream(
                                        zip(files), name, "application/octet-stream")),
                        null);
            }
            ask(CollectionAdminRequest.createCollection(collection, name, shards, replicas), null);
        }
    }

    private boolean known(String configuration) {
        Object names = ask(new ConfigSetAdminRequest.List(), null).getResponse().get("configSets");
        return names instanceof List<?> list && list.contains(configuration);
    }

    private static Map<String, String> files(Ranking ranking) {
        Map<String, String> files = new LinkedHashMap<>();
        for (String file : List.of("schema.xml", "solrconfig.xml")) {
            try (InputStream in = Objects.requireNonNull(Solr.class.getResourceAsStream("/solr/" + file))) {
                files.put(
                        file,
                        new String(in.readAllBytes(), StandardCharsets.UTF_8)
                                .replace("@k1@", String.valueOf(ranking.k1()))
                                .replace("@b@", String.valueOf(ranking.b())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    private static byte[] zip(Map<String, String> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Written before it is sent: what breaks while it is written is otherwise a shorter request, which Solr takes.
    private static final class Whole extends BinaryRequestWriter {

        @Override
        public @Nullable ContentWriter getContentWriter(SolrRequest<?> request) {
            ContentWriter writer = super.getContentWriter(request);
            if (writer == null) {
                return null;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                writer.write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new ContentWriter() {
                @Override
                public void write(OutputStream out) throws IOException {
                    bytes.writeTo(out);
                }

                @Override
                public String getContentType() {
                    return writer.getContentType();
                }
            };
        }
    }

    @Override
    public void close() {
        for (HttpJdkSolrClient node : nodes) {
            try {
                node.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
