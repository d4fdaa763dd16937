package dev.dropwhy.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The arrows of the node agent. */
@AnalyzeClasses(packages = "dev.dropwhy.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PICOCLI_ONLY_ON_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackage("dev.dropwhy.agent.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule PCAP4J_ONLY_FOR_FRAMES_AND_CAPTURES = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.dropwhy.agent.frames..",
                    "dev.dropwhy.agent.dropevents.capture..",
                    "dev.dropwhy.agent.classify..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.pcap4j..");

    @ArchTest
    static final ArchRule KUBERNETES_CLIENT_ONLY_IN_THE_CLUSTER = noClasses()
            .that()
            .resideOutsideOfPackage("dev.dropwhy.agent.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fabric8.kubernetes..");

    @ArchTest
    static final ArchRule PROBES_KNOW_NOTHING_OF_WHO_USES_THEM = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.dropwhy.agent.linux..",
                    "dev.dropwhy.agent.counters..",
                    "dev.dropwhy.agent.host..",
                    "dev.dropwhy.agent.kernel..",
                    "dev.dropwhy.agent.dropevents..",
                    "dev.dropwhy.agent.frames..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.dropwhy.agent.observer..",
                    "dev.dropwhy.agent.report..",
                    "dev.dropwhy.agent.cli..",
                    "dev.dropwhy.agent.cluster..",
                    "dev.dropwhy.agent.demo..");

    @ArchTest
    static final ArchRule NOBODY_DEPENDS_ON_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackage("dev.dropwhy.agent.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.dropwhy.agent.cli..");

    @ArchTest
    static final ArchRule NO_CYCLES = SlicesRuleDefinition.slices()
            .matching("dev.dropwhy.agent.(*)..")
            .should()
            .beFreeOfCycles();
}
