package dev.cuesheet.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of the house that a compiler cannot see. */
class ArchitectureTest {
    private static final String ROOT = "dev.cuesheet";
    private static final Set<String> ROOMS_WITH_CLOSED_DOORS = Set.of(
            "engine",
            "enginejdbc",
            "enginelineage",
            "enginetelemetry",
            "aws",
            "operators",
            "ingest",
            "report",
            "localaws",
            "cli");

    private static JavaClasses cuesheet;

    @BeforeAll
    static void read() {
        cuesheet = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ROOT, "tickit");
    }

    @Test
    void every_room_was_read() {
        var rooms = cuesheet.stream()
                .map(type -> type.getPackageName() + ".")
                .filter(name -> name.startsWith(ROOT + "."))
                .map(name -> name.substring(ROOT.length() + 1, name.indexOf('.', ROOT.length() + 1)))
                .collect(Collectors.toSet());
        assertThat(rooms).containsAll(ROOMS_WITH_CLOSED_DOORS);
    }

    @Test
    void what_a_room_keeps_internal_is_used_by_that_room_alone() {
        for (var room : ROOMS_WITH_CLOSED_DOORS) {
            var own = ROOT + "." + room + "..";
            noClasses()
                    .that()
                    .resideOutsideOfPackage(own)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + "." + room + "..internal..")
                    .because("internal packages may change without notice")
                    .check(cuesheet);
        }
    }

    @Test
    void wrappers_of_one_service_know_no_other_service() {
        slices().matching(ROOT + ".aws.(*)..")
                .should()
                .notDependOnEachOther()
                .because("someone who wants one service should be able to read, and one day ship, it alone")
                .check(cuesheet);
    }

    @Test
    void the_wrappers_and_the_local_aws_share_no_code() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".aws..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".localaws..")
                .because("the same mistake in both would make the tests agree with it")
                .check(cuesheet);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".localaws..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".aws..", "software.amazon..")
                .because("the same mistake in both would make the tests agree with it")
                .check(cuesheet);
    }

    @Test
    void the_engine_knows_no_aws_no_http_and_no_database_driver() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon..", "java.sql..", "com.sun.net.httpserver..", "java.net.http..")
                .check(cuesheet);
    }

    @Test
    void time_is_read_through_the_injected_clock() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .because("a test moves the clock by hand")
                .check(cuesheet);
    }
}
