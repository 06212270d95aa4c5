package io.concord.document;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeCollection;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.jsoup.Jsoup;
import org.jsoup.helper.W3CDom;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// Pages of ours as PDF, with the type face in the file: it reads the same everywhere, also in twenty years.
@Component
public class Pdf {

    private static final Logger LOG = LoggerFactory.getLogger(Pdf.class);

    /// What the style sheets name; a PDF has one face for all of them.
    private static final List<String> FAMILIES = List.of("FangSong", "FZXiaoBiaoSong", "serif", "sans-serif");

    private static final List<Integer> WEIGHTS = List.of(400, 700);
    private static final int DEPTH = 6;
    private static final int PATIENCE = 15;

    static {
        // Says which rules for browsers it passes over.
        XRLog.setLoggingEnabled(false);
    }

    private final PrintSettings settings;
    /// Of the file that was found; empty where there is none, null before anybody has looked.
    private volatile @Nullable Optional<Path> file;
    /// A face is read while pages are made: one at a time, and nobody queues for long.
    private final Semaphore press = new Semaphore(1, true);

    private @Nullable TrueTypeFont face;

    Pdf(PrintSettings settings) {
        this.settings = settings;
    }

    /// Whether a type face was found; without one there is no PDF.
    public boolean isReady() {
        return file().isPresent();
    }

    private Optional<Path> file() {
        Optional<Path> known = file;
        if (known == null) {
            known = settings.fonts().stream().flatMap(this::places).findFirst();
            known.ifPresentOrElse(
                    path -> LOG.info("PDF files are set in {}", path),
                    () -> LOG.warn("no Chinese TrueType face for PDF files: see concord.print.fonts"));
            file = known;
        }
        return known;
    }

    private Stream<Path> places(String font) {
        if (Path.of(font).isAbsolute()) {
            return Stream.of(Path.of(font)).filter(Files::isReadable);
        }
        return settings.fontFolders().stream()
                .map(folder ->
                        Path.of(folder.replaceFirst("^~", Matcher.quoteReplacement(System.getProperty("user.home")))))
                .filter(Files::isDirectory)
                .flatMap(folder -> {
                    try (Stream<Path> found = Files.find(
                            folder,
                            DEPTH,
                            (path, about) -> about.isRegularFile()
                                    && path.getFileName().toString().equalsIgnoreCase(font))) {
                        return found.toList().stream();
                    } catch (IOException | UncheckedIOException e) {
                        LOG.debug("cannot look into {}", folder, e);
                        return Stream.empty();
                    }
                });
    }

    /// The one press is taken by others for longer than somebody waits for a page.
    public static final class Busy extends RuntimeException {

        private static final long serialVersionUID = 1;

        Busy() {
            super("other PDF files are being made");
        }
    }

    /// @param html with style sheets of `/assets/`; nothing else is loaded
    /// @throws Busy when too many want one
    /// @throws IllegalStateException without a type face; see [#isReady]
    public byte[] of(String html) {
        Document page = Jsoup.parse(html);
        for (Element link : page.select("link[rel=stylesheet]")) {
            link.replaceWith(new Element("style").appendText(asset(link.attr("href"))));
        }
        page.select("script").remove();
        if (!taken()) {
            throw new Busy();
        }
        try {
            try (PDDocument document = new PDDocument()) {
                PdfRendererBuilder builder = new PdfRendererBuilder()
                        .usePDDocument(document)
                        .useExternalResourceAccessControl((uri, kind) -> false, null);
                PDFontSupplier chinese = new PDFontSupplier(PDType0Font.load(document, face(), true));
                for (String family : FAMILIES) {
                    for (int weight : WEIGHTS) {
                        builder.useFont(chinese, family, weight, FontStyle.NORMAL, true);
                    }
                }
                ByteArrayOutputStream made = new ByteArrayOutputStream();
                builder.withW3cDocument(new W3CDom().fromJsoup(page), null)
                        .toStream(made)
                        .run();
                return made.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } finally {
            press.release();
        }
    }

    private boolean taken() {
        try {
            return press.tryAcquire(PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private TrueTypeFont face() throws IOException {
        TrueTypeFont known = face;
        if (known == null) {
            Path path = file().orElseThrow(() -> new IllegalStateException("no Chinese TrueType face"));
            known = path.toString().toLowerCase(Locale.ROOT).endsWith(".ttc")
                    ? first(new TrueTypeCollection(path.toFile()))
                    : new TTFParser().parse(new RandomAccessReadBufferedFile(path.toFile()));
            face = known;
        }
        return known;
    }

    /// Stays open: the face reads from it.
    private static TrueTypeFont first(TrueTypeCollection collection) throws IOException {
        TrueTypeFont[] first = new TrueTypeFont[1];
        collection.processAllFonts(font -> {
            if (first[0] == null) {
                first[0] = font;
            }
        });
        return Objects.requireNonNull(first[0], "an empty collection");
    }

    private static String asset(String href) {
        String path = href.replaceFirst("[?;].*", "");
        try (InputStream in = path.startsWith("/assets/") ? Pdf.class.getResourceAsStream("/static" + path) : null) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Configuration
    @EnableConfigurationProperties(PrintSettings.class)
    static class Parts {}
}
