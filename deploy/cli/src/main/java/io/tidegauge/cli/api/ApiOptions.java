package io.tidegauge.cli.api;

import io.tidegauge.cli.CommandFailedException;
import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.Option;

/** Where the query API is, and whose metrics are asked for; a mixin of commands. */
public final class ApiOptions {

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:TIDEGAUGE_URL:-http://localhost:8080}",
      description = "the query API (environment: TIDEGAUGE_URL); ${DEFAULT-VALUE} unless given")
  private String url = "http://localhost:8080";

  @Option(
      names = "--tenant",
      paramLabel = "TENANT",
      defaultValue = "${env:TIDEGAUGE_TENANT:-}",
      description =
          "whose metrics (environment: TIDEGAUGE_TENANT); the default tenant's unless given")
  private String tenant = "";

  /** A connection to it. */
  public Api connect() {
    if (!tenant.isEmpty() && !tenant.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new CommandFailedException(
          "--tenant is '" + tenant + "', it has 1 to 64 of the characters A-Z, a-z, 0-9, _ and -");
    }
    return new Api(address(), tenant);
  }

  private URI address() {
    try {
      URI address = new URI(url);
      String scheme = String.valueOf(address.getScheme());
      if (address.getHost() != null
          && (scheme.equals("http") || scheme.equals("https"))
          && address.getRawQuery() == null
          && address.getRawFragment() == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      throw new CommandFailedException(advice(), e);
    }
    throw new CommandFailedException(advice());
  }

  private String advice() {
    return "--url is '" + url + "', write it like http://localhost:8080";
  }
}
