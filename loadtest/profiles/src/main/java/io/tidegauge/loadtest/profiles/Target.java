package io.tidegauge.loadtest.profiles;

import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.tidegauge.loadtest.http.Addresses;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is loaded, and where the reports go; a mixin. */
final class Target {

  @Mixin private final Addresses addresses = new Addresses();

  @Option(
      names = "--tenant",
      defaultValue = "${env:TIDEGAUGE_TENANT:-load}",
      description = "whose metrics they are (environment: TIDEGAUGE_TENANT); load unless given")
  private String tenant = "load";

  @Option(
      names = "--allow-remote",
      description = "also where the addresses are not of this machine")
  private boolean remote;

  @Option(
      names = "--results",
      defaultValue = "loadtest/results/gatling",
      description = "folder for the reports; ${DEFAULT-VALUE} unless given")
  private Path results = Path.of("loadtest/results/gatling");

  /**
   * Looks whether it may be loaded.
   *
   * @throws IllegalArgumentException where it may not, with what to give
   */
  void check() {
    check("--ingest-url", addresses.ingest());
    check("--query-url", addresses.query());
    if (!tenant.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "--tenant is '" + tenant + "', it has 1 to 64 of the characters A-Z, a-z, 0-9, _ and -");
    }
  }

  private void check(String option, URI address) {
    String scheme = String.valueOf(address.getScheme());
    if (address.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException(
          option + " is '" + address + "', give an address such as http://localhost:4318");
    }
    if (!remote && !isOfThisMachine(address.getHost())) {
      throw new IllegalArgumentException(
          option
              + " is '"
              + address
              + "', which is not a loopback address; give --allow-remote if it may be loaded");
    }
  }

  private static boolean isOfThisMachine(String host) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** The gateway's HTTP port. */
  URI ingest() {
    return addresses.ingest();
  }

  /** The query API. */
  URI query() {
    return addresses.query();
  }

  /** Whose metrics. */
  String tenant() {
    return tenant;
  }

  /** Where reports go. */
  Path results() {
    return results;
  }

  /** Cleartext is HTTP/1.1: Gatling speaks HTTP/2 over TLS only. */
  HttpProtocolBuilder protocol() {
    return http.header("X-Scope-OrgID", tenant)
        .userAgentHeader("tidegauge-load")
        .disableCaching()
        .disableAutoReferer();
  }

  /** The same for an open load, which comes from all of {@link #sources()}. */
  HttpProtocolBuilder openProtocol() {
    List<String> sources = sources();
    return (sources.isEmpty() ? protocol() : protocol().localAddresses(sources)).shareConnections();
  }

  /** Addresses that an open load comes from; empty where the system chooses one. */
  List<String> sources() {
    return isOfThisMachine(ingest().getHost()) ? Sources.addresses() : List.of();
  }
}
