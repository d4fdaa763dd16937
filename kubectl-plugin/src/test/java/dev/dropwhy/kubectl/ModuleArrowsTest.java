package dev.dropwhy.kubectl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The plugin runs on laptops: it brings neither the operator nor probes, catalogs or native code. */
@AnalyzeClasses(packages = "dev.dropwhy.kubectl", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleArrowsTest {

    @ArchTest
    static final ArchRule KNOWS_THE_API_AND_THE_REPORTS_ONLY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.dropwhy.agent..", "dev.dropwhy.operator..", "dev.dropwhy.diagnosis..", "java.lang.foreign..");
}
