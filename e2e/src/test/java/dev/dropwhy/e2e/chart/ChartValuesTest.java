package dev.dropwhy.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartValuesTest {

    @ParameterizedTest
    @CsvSource({
        "replica, 2",
        "operator.replica, 3",
        "operator.replicas, 9",
        "operator.logLevel, LOUD",
        "operator.graceSeconds, -1",
        "image.pullPolicy, Sometimes",
        "image.repository, UPPER/case",
        "agent.privileged, sometimes",
        "agent.capabilities[0], SYS_MODULE",
        "agent.seccompProfile, Localhost",
        "agent.namespace.name, Not_A_Name",
        "agent.tolerations[0].operater, Exists",
        "metrics.port, 80",
        "networkPolicy.apiServerPorts[0], 70000"
    })
    void theSchemaRefuses(String path, String value) {
        assertThatThrownBy(() -> Chart.render(path, value))
                .hasMessageContaining("values don't meet the specifications of the schema");
    }

    @Test
    void everyValueIsInTheSchemaAndEveryPropertyOfTheSchemaIsAValue() throws IOException {
        JsonNode values =
                new YAMLMapper().readTree(Chart.FOLDER.resolve("values.yaml").toFile());
        JsonNode schema = new ObjectMapper()
                .readTree(Chart.FOLDER.resolve("values.schema.json").toFile());

        Set<String> inSchema = new TreeSet<>();
        collectProperties("", schema, inSchema);
        inSchema.remove("global"); // Helm's own

        assertThat(inSchema).isEqualTo(paths(values));
    }

    private static Set<String> paths(JsonNode values) {
        Set<String> paths = new TreeSet<>();
        collectPaths("", values, paths);
        return paths;
    }

    private static void collectPaths(String prefix, JsonNode node, Set<String> paths) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String path = prefix + entry.getKey();
            if (entry.getValue().isObject() && !entry.getValue().isEmpty() && !path.endsWith("resources")) {
                collectPaths(path + ".", entry.getValue(), paths);
            } else {
                paths.add(path);
            }
        }
    }

    private static void collectProperties(String prefix, JsonNode schema, Set<String> paths) {
        for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
            String path = prefix + entry.getKey();
            JsonNode property = entry.getValue();
            if (property.has("properties") && !path.endsWith("resources")) {
                assertThat(property.path("additionalProperties").isBoolean())
                        .as("%s refuses unknown keys", path)
                        .isTrue();
                collectProperties(path + ".", property, paths);
            } else {
                paths.add(path);
            }
        }
    }
}
