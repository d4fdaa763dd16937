package dev.dropwhy.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.dropwhy.operator", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleArrowsTest {

    @ArchTest
    static final ArchRule THE_OPERATOR_DOES_NOT_KNOW_THE_AGENT =
            noClasses().should().dependOnClassesThat().resideInAPackage("dev.dropwhy.agent..");

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CIRCLE =
            slices().matching("dev.dropwhy.operator.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule TARGETING_KNOWS_NEITHER_AGENTS_NOR_REPORTS = noClasses()
            .that()
            .resideInAPackage("..targeting..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..operator.agents..", "..operator.reports..", "..operator.investigation..");

    @ArchTest
    static final ArchRule REPORTS_DO_NOT_DECIDE = noClasses()
            .that()
            .resideInAPackage("..operator.reports..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.dropwhy.diagnosis..", "..operator.investigation..");
}
