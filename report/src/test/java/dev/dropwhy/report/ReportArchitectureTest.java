package dev.dropwhy.report;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Reports are written of the API's records: a plugin on a laptop brings neither probes nor catalogs. */
@AnalyzeClasses(packages = "dev.dropwhy.report", importOptions = ImportOption.DoNotIncludeTests.class)
class ReportArchitectureTest {

    @ArchTest
    static final ArchRule DEPENDS_ON_THE_API_ONLY = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.dropwhy.api..",
                    "dev.dropwhy.report..",
                    "com.fasterxml.jackson..",
                    "org.jspecify.annotations..",
                    "java..");

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLE =
            slices().matching("dev.dropwhy.report.(*)..").should().beFreeOfCycles();
}
