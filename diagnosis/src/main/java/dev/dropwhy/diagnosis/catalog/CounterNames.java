package dev.dropwhy.diagnosis.catalog;

/** The spellings of counter names: {@code Udp.RcvbufErrors} in the catalogs, {@code UdpRcvbufErrors} for people. */
public final class CounterNames {

    private CounterNames() {}

    /**
     * The spelling of nstat for counters of snmp, netstat and snmp6, and the name as it is for all others. Two spellings
     * of one counter give the same result.
     *
     * @param name {@code Udp.RcvbufErrors}, {@code UdpRcvbufErrors}, {@code rx_dropped}, {@code softnet.dropped}
     */
    public static String canonical(String name) {
        return !name.isEmpty() && Character.isUpperCase(name.charAt(0)) ? name.replace(".", "") : name;
    }
}
