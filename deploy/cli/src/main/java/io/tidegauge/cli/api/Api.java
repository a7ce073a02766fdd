package io.tidegauge.cli.api;

import io.tidegauge.cli.CommandFailedException;
import io.tidegauge.cli.ExitCodes;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * The query API of one address and tenant. Whatever goes wrong is a {@link CommandFailedException}
 * that says what to do. Thread-safe.
 */
public final class Api implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int LARGEST = 64 << 20;

  private final URI base;
  private final String tenant;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  Api(URI base, String tenant) {
    this.base = base;
    this.tenant = tenant;
  }

  /** What it answers, as it stands. */
  public String text(Call call) {
    HttpResponse<String> response = send(call);
    if (response.statusCode() != 200) {
      throw Problems.of(base, call, response.statusCode(), response.body());
    }
    return response.body();
  }

  /** What it answers. */
  public ObjectNode json(Call call) {
    return read(call, text(call));
  }

  /** What it answers; empty where there is no such thing, or the service does not know of it. */
  public Optional<ObjectNode> find(Call call) {
    HttpResponse<String> response = send(call);
    return switch (response.statusCode()) {
      case 200 -> Optional.of(read(call, response.body()));
      case 404 -> Optional.empty();
      default -> throw Problems.of(base, call, response.statusCode(), response.body());
    };
  }

  /**
   * Opens a stream of events. The body is to be closed.
   *
   * @param lastEventId where to go on; empty for the beginning
   * @throws CommandFailedException where the address cannot be reached
   */
  public HttpResponse<InputStream> open(Call call, String lastEventId) {
    HttpRequest.Builder request = request(call).header("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    return exchange(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  /** What to say of a stream that was refused. */
  public CommandFailedException refusal(Call call, HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      String said = new String(body.readNBytes(64 << 10), StandardCharsets.UTF_8);
      return Problems.of(base, call, response.statusCode(), said);
    } catch (IOException e) {
      return unreachable(e);
    }
  }

  private static ObjectNode read(Call call, String body) {
    JacksonException failure = null;
    try {
      if (Json.MAPPER.readTree(body) instanceof ObjectNode answer) {
        return answer;
      }
    } catch (JacksonException e) {
      failure = e;
    }
    throw new CommandFailedException(
        call.target() + " was not answered with a JSON object; is --url the query API?",
        ExitCodes.UNREACHABLE,
        failure);
  }

  private HttpResponse<String> send(Call call) {
    return exchange(
        request(call).header("Accept", "application/json").build(),
        HttpResponse.BodyHandlers.limiting(
            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), LARGEST));
  }

  private HttpRequest.Builder request(Call call) {
    HttpRequest.Builder request = HttpRequest.newBuilder(call.at(base)).timeout(ANSWER);
    if (!tenant.isEmpty()) {
      request.header("X-Scope-OrgID", tenant);
    }
    return request;
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted", ExitCodes.UNREACHABLE, e);
    }
  }

  private CommandFailedException unreachable(IOException e) {
    return new CommandFailedException(
        "cannot reach "
            + base
            + ": "
            + reason(e)
            + ". Is Tidegauge running (./tidegauge up)? Its address is given by --url or"
            + " TIDEGAUGE_URL",
        ExitCodes.UNREACHABLE,
        e);
  }

  /** What to call a failure: the messages of the client's exceptions are often empty. */
  public static String reason(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "there is no such host";
      }
    }
    if (e instanceof HttpConnectTimeoutException) {
      return "no connection within " + CONNECT.toSeconds() + " s";
    }
    if (e instanceof HttpTimeoutException) {
      return "no answer within " + ANSWER.toSeconds() + " s";
    }
    if (e instanceof ConnectException) {
      return "connection refused";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    http.shutdownNow();
  }
}
