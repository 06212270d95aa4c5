package io.concord;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.modulith.core.ApplicationModules;

class ArchitectureTest {

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.concord");

    @Test
    void packagesUseOnlyWhatTheyDeclare() {
        ApplicationModules.of(Concord.class).verify();
    }

    /// One library, one door; two where two purposes have nothing in common.
    @ParameterizedTest(name = "only {1} sees {0}")
    @CsvSource({
        "org.bouncycastle.., crypto",
        "org.apache.camel.., flow",
        "com.networknt.., schema",
        "com.schibsted.., dialect",
        "org.apache.commons.compress.., platform",
        "picocli.., command",
        "org.springframework.security.., access",
        "com.hankcs.., redaction",
        "org.apache.pdfbox.., redaction document",
        "com.openhtmltopdf.., document",
        "org.jsoup.., document",
        "org.apache.lucene.., search",
        "org.apache.solr.., search",
        "io.cloudevents.., delivery",
    })
    void libraryHasOneDoor(String library, String door) {
        noClasses()
                .that()
                .resideOutsideOfPackages(Arrays.stream(door.split(" "))
                        .map(name -> "io.concord." + name + "..")
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(OURS);
    }

    @ParameterizedTest(name = "{0} needs no Spring and no SQL")
    @CsvSource({"envelope", "crypto", "evidence"})
    void anAuditorReadsTheValuesOnTheirOwn(String name) {
        noClasses()
                .that()
                .resideInAPackage("io.concord." + name)
                .and()
                .haveSimpleNameNotEndingWith("package-info")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "java.sql..", "javax.sql..")
                .check(OURS);
    }

    @Test
    void timeAndRandomnessAreHandedIn() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages("io.concord.operations..", "io.concord.demo..", "io.concord.platform..")
                .and()
                .doNotHaveFullyQualifiedName("io.concord.crypto.Signatures")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callConstructor(SecureRandom.class);
        rule.check(OURS);
    }

    @Test
    void noFieldIsInjected() {
        fields().should()
                .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                .check(OURS);
    }

    @Test
    void nobodyMocks() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.mockito..")
                .check(new ClassFileImporter().importPackages("io.concord"));
    }
}
