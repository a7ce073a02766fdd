package io.tidegauge.cli.reject;

import io.tidegauge.cli.CommandFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends requests to the ingest port, one after the other, and again where it is told to. */
final class Gateway implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Set<Integer> COME_AGAIN = Set.of(408, 429, 502, 503, 504);
  private static final int TRIES = 10;
  private static final int SHOWN = 500;
  private static final Pattern REFUSED = Pattern.compile("\"refused\":([1-9]\\d*)");

  private final URI url;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  Gateway(URI url) {
    this.url = url;
  }

  /**
   * What it said.
   *
   * @param accepted whether all is durable
   * @param message why not
   */
  record Answer(boolean accepted, String message) {}

  /**
   * Sends a request until it is taken or finally refused.
   *
   * @throws CommandFailedException where the gateway is not there, or will not take it now
   */
  Answer send(String tenant, Resend.Request request) throws InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(url.resolve(request.path()))
            .timeout(TIMEOUT)
            .header("X-Scope-OrgID", tenant)
            .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
    request.headers().forEach(builder::header);
    HttpRequest call = builder.build();
    String last = "";
    for (int i = 0; i < TRIES; i++) {
      try {
        HttpResponse<String> response =
            http.send(call, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        last = response.statusCode() + " " + response.body().strip();
        if (!COME_AGAIN.contains(response.statusCode()) && !last.contains("\"error\":{")) {
          return answer(response);
        }
      } catch (IOException e) {
        last = e.toString();
      }
      TimeUnit.SECONDS.sleep(Math.min(5, i + 1));
    }
    throw new CommandFailedException(
        "the gateway at "
            + url
            + " does not take it now ("
            + shortened(last)
            + "); when it does (or with another --ingest-url) run the command again: what was"
            + " accepted counts once");
  }

  private static Answer answer(HttpResponse<String> response) {
    String body = response.body().strip();
    Matcher refused = REFUSED.matcher(body);
    boolean accepted = response.statusCode() / 100 == 2 && !refused.find();
    return new Answer(accepted, accepted ? "" : response.statusCode() + " " + shortened(body));
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  @Override
  public void close() {
    http.close();
  }
}
