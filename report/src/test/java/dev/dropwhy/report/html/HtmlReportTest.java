package dev.dropwhy.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.report.SampleReport;
import dev.dropwhy.report.document.InvestigationReport;
import dev.dropwhy.report.document.NodeFindings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;

/** The page is written as well-formed XML but for meta, so that a parser of the JDK can tell what stands in it. */
class HtmlReportTest {

    /** What breaks out of text, attributes, comments, style and script where it is not escaped. */
    private static final List<String> BREAKING = List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "' onload='alert(1)",
            "</title></head><body onload=alert(1)>",
            "<!--",
            "]]>",
            "&lt;b&gt;&amp;&#60;",
            "</style><link rel=stylesheet href=//evil.example>",
            "javascript:alert(1)",
            "\u202esiht\u0000\u2028\ud800",
            "<svg/onload=alert(1)>");

    @Example
    void everythingThatTheReportSaysStandsOnThePage() throws Exception {
        String text = parse(HtmlReport.of(SampleReport.of("sw1")))
                .getDocumentElement()
                .getTextContent();
        assertThat(text)
                .contains(
                        "eth0 dropped 60 packets in 60 s, all explained and harmless: LLDP from sw1.",
                        "eth0 rx_dropped grew by 60",
                        "Driver 0",
                        "Network core 60",
                        "UnhandledLinkProtocol Lldp",
                        "eth0 also counted rx_errors +2",
                        "Growth in steps of 1 s, at most 1 in one.",
                        "From 59 s: counted 1, explained 1",
                        "60 packets (5100 bytes), 1.00 a second, steady every 1.00 s (LLDP interval 1 s)",
                        "rx_dropped grew by 60 and 60 events were seen.",
                        "Nothing speaks against it.",
                        "Leave it: adjust the alert.",
                        "tc qdisc add dev eth0 clsact",
                        "tc qdisc del dev eth0 clsact",
                        "Gi1/0/7",
                        "00:00:5e:00:53:07",
                        "Linux 6.18.0, amd64, 2 CPUs",
                        "Driver statistics are missing.",
                        "durationSeconds: 60");
    }

    @Example
    void thePageNeedsNothingElseAndLetsNothingElseIn() throws Exception {
        String page = HtmlReport.of(SampleReport.of("sw1"));
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .doesNotContain("http:", "https:", "//", "url(", "@import", "<script");
        Document document = parse(page);
        assertThat(attributes(document)).doesNotContain("src", "href", "srcset", "style", "action");
        assertThat(attributes(document)).noneMatch(name -> name.startsWith("on"));
        Element policy = (Element) document.getElementsByTagName("meta").item(1);
        assertThat(policy.getAttribute("content"))
                .startsWith("default-src 'none'; style-src 'sha256-")
                .endsWith("base-uri 'none'; form-action 'none'");
    }

    @Property(tries = 300)
    void noTextOfAnybodyBecomesMarkup(@ForAll("hostile") String name) throws Exception {
        InvestigationReport calm = SampleReport.of("sw1");
        InvestigationReport hostile = new InvestigationReport(
                name, calm.spec(), SampleReport.status(name), List.of(SampleReport.findings(name)));
        Document page = parse(HtmlReport.of(hostile));
        Document expected = parse(HtmlReport.of(new InvestigationReport(
                "n", calm.spec(), SampleReport.status("sw1"), List.of(SampleReport.findings("n")))));
        assertThat(elements(page)).isEqualTo(elements(expected));
        assertThat(attributes(page)).isEqualTo(attributes(expected));
    }

    @Example
    void aPageOfThousandsOfNodesIsBoundedAndSaysSo() throws Exception {
        InvestigationReport one = SampleReport.of("sw1");
        List<NodeFindings> many = IntStream.range(0, 3000)
                .mapToObj(i -> SampleReport.findings("worker-" + i))
                .toList();
        String page = HtmlReport.of(new InvestigationReport(one.name(), one.spec(), one.status(), many));
        assertThat(page).contains("This page shows 200 of 3000 nodes; the totals and verdicts are of all.");
        assertThat(page.length()).isLessThan(6_000_000);
    }

    @Provide
    static Arbitrary<String> hostile() {
        Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(20);
        return Arbitraries.of(BREAKING).flatMap(breaking -> any.map(noise -> noise + breaking + noise));
    }

    private static List<String> elements(Document page) {
        NodeList all = page.getElementsByTagName("*");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            names.add(all.item(i).getNodeName());
        }
        return names;
    }

    private static Set<String> attributes(Document page) {
        NodeList all = page.getElementsByTagName("*");
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < all.getLength(); i++) {
            NamedNodeMap attributes = all.item(i).getAttributes();
            for (int j = 0; j < attributes.getLength(); j++) {
                names.add(attributes.item(j).getNodeName());
            }
        }
        return names;
    }

    private static Document parse(String page) throws Exception {
        String xml = page.replace("<!DOCTYPE html>\n", "").replaceAll("(<meta [^>]*)>", "$1/>");
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }
}
