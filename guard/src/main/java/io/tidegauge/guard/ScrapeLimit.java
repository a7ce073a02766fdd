package io.tidegauge.guard;

import java.net.InetSocketAddress;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * The answers of /actuator are the only large ones: a client may have few of them at the same time,
 * taken or not. One more is told to come again (503 with Retry-After).
 */
final class ScrapeLimit implements WebFilter {

  private final Clients clients;
  private final int most;

  ScrapeLimit(Clients clients) {
    this.clients = clients;
    this.most = clients.limits().maxClientScrapes();
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
    if (remote == null || !exchange.getRequest().getPath().value().startsWith("/actuator")) {
      return chain.filter(exchange);
    }
    return Mono.defer(
        () -> {
          Client client = clients.of(remote.getHostString());
          if (client == null) {
            return chain.filter(exchange); // not over this port's connections
          }
          if (client.scrapes().incrementAndGet() > most) {
            client.scrapes().decrementAndGet();
            exchange.getResponse().setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
            exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
            return exchange.getResponse().setComplete();
          }
          return chain.filter(exchange).doFinally(signal -> client.scrapes().decrementAndGet());
        });
  }
}
