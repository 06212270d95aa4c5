package io.concord.casebook;

import io.concord.search.CaseDocument;
import io.concord.search.Citations;
import io.concord.search.Fold;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Statutes by article, with the versions that were in force at different times.
public final class LawBook {

    private static final Pattern ARTICLE =
            Pattern.compile("^\\s*(?:\\*\\*)?第([〇零一二三四五六七八九十百千0-9]+)条(?:之([一二三四五六七八九十]+))?(?:\\*\\*)?[\\s　]*(.*)$");
    /// Older interpretations number their provisions without 条.
    private static final Pattern NUMBERED = Pattern.compile("^\\s*([一二三四五六七八九十]{1,3})()、(.*)$");

    /// Articles at the end of which one says from when on.
    private static final int LAST = 3;

    /// Years between adoption and force; longer ago it is another version that is meant.
    private static final int SOON = 3;

    private static final String DIGITS = "([0-9〇零一二三四五六七八九十]{1,5})";
    private static final Pattern FROM = Pattern.compile("自" + DIGITS + "年" + DIGITS + "月" + DIGITS + "日起(?:施行|实施|生效)");
    private static final Pattern HEADING = Pattern.compile("^#+\\s*(.+)$");
    private static final Pattern DATED = Pattern.compile("^(.*?)[（(](\\d{4}-\\d{2}-\\d{2})[)）]$");

    private final JdbcClient sql;

    public LawBook(DataSource database) {
        this.sql = JdbcClient.create(database);
    }

    /// @param number in digits, `30` or `30-1`
    public record Article(String law, LocalDate version, String number, String chapter, String text) {
        /// `劳动合同法#30`.
        public String key() {
            return law + "#" + number;
        }
    }

    /// Articles of a statute in Markdown.
    ///
    /// @param name its title with the day of the version, as in `劳动合同法(2012-12-28)`
    /// @throws IllegalArgumentException when the name has no day or the text no article
    public static List<Article> parse(String name, String markdown) {
        Matcher dated = DATED.matcher(name);
        if (!dated.matches()) {
            throw new IllegalArgumentException("文件名应为“法名(YYYY-MM-DD).md” the file should be named law(YYYY-MM-DD).md");
        }
        String law = Citations.lawOf(dated.group(1));
        LocalDate version = LocalDate.parse(dated.group(2));
        List<String> lines =
                markdown.replaceFirst("(?s)^.*<!-- INFO END -->", "").lines().toList();
        Pattern form = lines.stream().anyMatch(line -> ARTICLE.matcher(line).matches()) ? ARTICLE : NUMBERED;
        List<Article> articles = new ArrayList<>();
        String chapter = "";
        String number = "";
        StringBuilder text = new StringBuilder();
        for (String line :
                markdown.replaceFirst("(?s)^.*<!-- INFO END -->", "").lines().toList()) {
            Matcher heading = HEADING.matcher(line);
            Matcher article = form.matcher(line);
            if (heading.matches()) {
                chapter = heading.group(1).strip();
            } else if (article.matches()) {
                add(articles, law, version, number, chapter, text);
                number = Citations.number(article.group(1))
                        + (article.group(2) == null || article.group(2).isEmpty()
                                ? ""
                                : "-" + Citations.number(article.group(2)));
                text.append(article.group(3));
            } else if (!number.isEmpty() && !line.isBlank()) {
                text.append('\n').append(line.strip());
            }
        }
        add(articles, law, version, number, chapter, text);
        if (articles.isEmpty()) {
            throw new IllegalArgumentException("没有找到条文 no article was found");
        }
        LocalDate inForce = inForce(articles, version);
        return articles.stream()
                .map(a -> new Article(a.law(), inForce, a.number(), a.chapter(), a.text()))
                .toList();
    }

    /// From when on: what its last articles say, where that follows soon on the day in the name, which may be that of
    /// its adoption; otherwise that day.
    private static LocalDate inForce(List<Article> articles, LocalDate named) {
        for (Article last : articles.subList(Math.max(0, articles.size() - LAST), articles.size())) {
            Matcher from = FROM.matcher(Fold.of(last.text()));
            while (from.find()) {
                try {
                    LocalDate day = LocalDate.of(
                            Citations.number(from.group(1)),
                            Citations.number(from.group(2)),
                            Citations.number(from.group(3)));
                    if (!day.isBefore(named) && day.isBefore(named.plusYears(SOON))) {
                        return day;
                    }
                } catch (DateTimeException e) {
                    // No day of the calendar: the one in the name stands.
                }
            }
        }
        return named;
    }

    private static void add(
            List<Article> articles, String law, LocalDate version, String number, String chapter, StringBuilder text) {
        if (!number.isEmpty() && !text.isEmpty()) {
            articles.add(
                    new Article(law, version, number, chapter, text.toString().strip()));
        }
        text.setLength(0);
    }

    /// Enters a version; the same again replaces it.
    public void enter(List<Article> articles) {
        Article first = articles.getFirst();
        sql.sql("delete from casebook.law where name = ? and version = ?")
                .params(first.law(), Date.valueOf(first.version()))
                .update();
        int seq = 0;
        for (Article a : articles) {
            sql.sql("insert into casebook.law values (?, ?, ?, ?, ?, ?) on conflict do nothing")
                    .params(a.law(), Date.valueOf(a.version()), a.number(), a.chapter(), a.text(), seq++)
                    .update();
        }
        sql.sql("update casebook.law_edition set number = number + 1").update();
    }

    /// The text in force on a day: of the latest version until then, or the earliest where the day is before all.
    public Optional<Article> inForce(String law, String number, LocalDate day) {
        return sql.sql("select * from casebook.law where name = ? and article = ? order by version <= ? desc,"
                        + " case when version <= ? then version end desc, version limit 1")
                .params(Citations.lawOf(law), number, Date.valueOf(day), Date.valueOf(day))
                .query((row, n) -> article(row))
                .optional();
    }

    /// Every version of an article, the oldest first.
    public List<Article> versions(String law, String number) {
        return sql.sql("select * from casebook.law where name = ? and article = ? order by version")
                .params(Citations.lawOf(law), number)
                .query((row, n) -> article(row))
                .list();
    }

    /// The numbers of a version's articles in its order.
    public List<String> numbers(String law, LocalDate version) {
        return sql.sql("select article from casebook.law where name = ? and version = ? order by seq")
                .params(Citations.lawOf(law), Date.valueOf(version))
                .query(String.class)
                .list();
    }

    private static Article article(ResultSet row) throws SQLException {
        return new Article(
                row.getString("name"),
                row.getDate("version").toLocalDate(),
                row.getString("article"),
                row.getString("chapter"),
                row.getString("text"));
    }

    /// The day of the first version after one; null where it is the newest.
    public @Nullable LocalDate amended(String law, LocalDate after) {
        return sql.sql("select min(version) from casebook.law where name = ? and version > ?")
                .params(law, Date.valueOf(after))
                .query(Date.class)
                .optional()
                .map(Date::toLocalDate)
                .orElse(null);
    }

    public List<String> names() {
        return sql.sql("select distinct name from casebook.law order by 1")
                .query(String.class)
                .list();
    }

    /// Raised whenever a law is entered.
    long edition() {
        return sql.sql("select number from casebook.law_edition")
                .query(Long.class)
                .single();
    }

    /// Every article of the newest version of each law, as search keeps it.
    List<CaseDocument> documents() {
        return sql.sql("""
                        select l.* from casebook.law l join (select name, max(version) as version from casebook.law group by name) v
                          using (name, version) order by name, seq""").query((row, n) -> document(article(row))).list();
    }

    /// As search keeps it.
    public static CaseDocument document(Article a) {
        String[] number = a.number().split("-");
        String title = a.law() + "第" + Citations.written(Integer.parseInt(number[0])) + "条"
                + (number.length > 1 ? "之" + Citations.written(Integer.parseInt(number[1])) : "");
        return new CaseDocument(
                a.key(),
                a.key(),
                List.of(title),
                "article",
                title,
                a.chapter().isEmpty() ? List.of() : List.of(a.chapter()),
                List.of(new CaseDocument.Section(title, a.text())),
                Map.of("article", List.of(a.key()), "cause", List.of("")),
                a.version(),
                Map.of(),
                true,
                null);
    }
}
