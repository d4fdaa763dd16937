package dev.dropwhy.diagnosis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** The diagnosis is pure: it knows the API's records, YAML and JSON, and nothing of kernels, clusters or clocks. */
@AnalyzeClasses(packages = "dev.dropwhy.diagnosis", importOptions = ImportOption.DoNotIncludeTests.class)
class DiagnosisArchitectureTest {

    @ArchTest
    static final ArchRule DEPENDS_ON_DATA_ONLY = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.dropwhy.api..",
                    "dev.dropwhy.diagnosis..",
                    "com.fasterxml.jackson..",
                    "org.jspecify.annotations..",
                    "java..");

    @ArchTest
    static final ArchRule READS_NOTHING_BUT_CATALOGS_AND_RECORDINGS = noClasses()
            .that()
            .resideOutsideOfPackages("dev.dropwhy.diagnosis.catalog..", "dev.dropwhy.diagnosis.replay..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.lang.foreign..");

    @ArchTest
    static final ArchRule OPENS_NO_FILE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.net..", "java.sql..");

    @ArchTest
    static final ArchRule KNOWS_NO_CLOCK = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLE =
            slices().matching("dev.dropwhy.diagnosis.(*)..").should().beFreeOfCycles();
}
