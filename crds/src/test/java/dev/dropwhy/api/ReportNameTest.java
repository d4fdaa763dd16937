package dev.dropwhy.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportNameTest {

    /** A DNS subdomain, RFC 1123 as Kubernetes applies it. */
    private static final String SUBDOMAIN = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

    private final InvestigationRef uplink = new InvestigationRef("uplink", "0c9a3f70-8f39-4a6e-a3b3-2d2d3f6f7b11");

    @Test
    void isReadableAndStable() {
        assertThat(ReportName.of(uplink, "node-1.example.org")).isEqualTo("uplink-node-1.example.org-925e85e2be3a1792");
    }

    @Test
    void differsForAnotherInvestigationOfTheSameName() {
        assertThat(ReportName.of(uplink, "a")).isNotEqualTo(ReportName.of(new InvestigationRef("uplink", "x"), "a"));
    }

    @Test
    void keepsLongNamesApartAndValid() {
        String node = "n".repeat(92) + "." + "m".repeat(160);
        assertThat(ReportName.of(uplink, node))
                .matches(SUBDOMAIN)
                .hasSizeLessThanOrEqualTo(117)
                .isNotEqualTo(ReportName.of(uplink, node + "x"));
    }
}
