package dev.dropwhy.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The process of an investigation's agent, which this machine sees although it lives in the node's namespaces. */
record AgentProcess(ProcessHandle process) {

    /** The only agent of an investigation. */
    static AgentProcess of(String investigationUid) {
        List<ProcessHandle> agents = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("--uid " + investigationUid))
                .toList();
        assertThat(agents).hasSize(1);
        return new AgentProcess(agents.getFirst());
    }

    /** SIGKILL: deleting its pod would let it say good-bye. */
    void kill() {
        assertThat(process.destroyForcibly()).isTrue();
    }

    /** The lines of {@code /proc/PID/status} that tell its resident memory: all, anonymous, of files. */
    List<String> residentMemory() throws IOException {
        return Files.readString(Path.of("/proc/" + process.pid() + "/status"))
                .lines()
                .filter(line -> line.matches("(VmRSS|RssAnon|RssFile):.*"))
                .map(line -> line.replaceAll("\\s+", " "))
                .toList();
    }
}
