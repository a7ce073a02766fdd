package io.tidegauge.query.health;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The one thread that looks at servers and keeps what is known of them; no event loop. */
@Component
final class HealthThread implements DisposableBean {

  private final Scheduler scheduler = Schedulers.newSingle("server-health", true);

  Scheduler scheduler() {
    return scheduler;
  }

  @Override
  public void destroy() {
    scheduler.dispose();
  }
}
