package io.tidegauge.loadtest.chaos.cluster;

import io.tidegauge.engines.process.ChildProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * One process of the pipeline. It keeps its name, directories and ports when it is started again.
 *
 * @param name such as {@code processor-2}
 * @param role what it does
 * @param process how it is hurt
 * @param host where it listens
 * @param port where it serves
 * @param health path that answers 200 when it does its work; empty where an open port says so
 */
public record Member(
    String name, Role role, ChildProcess process, String host, int port, String health) {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /** Its address over HTTP. */
  public URI address() {
    return URI.create("http://" + host + ":" + port);
  }

  /** Whether it does its work now. */
  public boolean isReady() {
    return health.isEmpty() ? isOpen() : isHealthy();
  }

  private boolean isOpen() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
      return true;
    } catch (IOException no) {
      return false;
    }
  }

  private boolean isHealthy() {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(address().resolve(health)).timeout(PATIENCE).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException no) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
