package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.process.ChildProcess;
import io.tidegauge.engines.process.Directories;
import io.tidegauge.engines.process.Ports;
import io.tidegauge.loadtest.bench.measure.ProcessClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Nchan in nginx with one worker process, which for subscribers on one machine costs least; it
 * keeps one message of a channel.
 */
public final class Nchan implements FanOut {

  private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");
  private static final String PAD_BEGIN = ",\"pad\":\"";

  private final HttpServer server;
  private final NchanPublisher publisher;
  private final int bytes;

  private Nchan(HttpServer server, NchanPublisher publisher, int bytes) {
    this.server = server;
    this.publisher = publisher;
    this.bytes = bytes;
  }

  /** nginx, where it is installed with Nchan. */
  public static Optional<Path> installed() {
    return Files.isRegularFile(MODULE)
        ? Program.find("nginx").or(() -> Program.find("nginx", "/usr/sbin"))
        : Optional.empty();
  }

  /** How to get it. */
  public static String advice() {
    return "Nchan is not installed: as root on Debian, RUNLEVEL=1 apt-get install nginx"
        + " libnginx-mod-nchan (RUNLEVEL=1 keeps its service from starting)";
  }

  /**
   * Starts it on the loopback interface, and returns when it answers.
   *
   * @param bytes of an event's data
   * @throws EngineException where it is not installed, or does not start
   */
  public static Nchan start(Path directory, int bytes) throws InterruptedException {
    Path program = installed().orElseThrow(() -> new EngineException(advice()));
    Path own = Directories.createPrivate(directory.resolve("nchan"));
    int port = Ports.free();
    Path config = own.resolve("nginx.conf");
    try {
      Files.writeString(config, config(own, port));
    } catch (IOException e) {
      throw new EngineException("Cannot write " + config + "; check the disk", e);
    }
    ChildProcess process =
        ChildProcess.start(
            new ChildProcess.Spec(
                "nginx",
                List.of(program.toString(), "-p", own.toString(), "-c", config.toString()),
                own,
                Map.of(),
                ChildProcess.End.TERM));
    HttpServer server = new HttpServer(process, port, "/status").await("/status");
    return new Nchan(server, new NchanPublisher(server.address()), bytes);
  }

  private static String config(Path directory, int port) {
    String user = System.getProperty("user.name");
    return """
        load_module %s;
        %s
        daemon off;
        worker_processes 1;
        worker_rlimit_nofile %d;
        pid %s/nginx.pid;
        error_log stderr error;
        events {
          worker_connections %d;
        }
        http {
          access_log off;
          client_body_temp_path %s/body;
          proxy_temp_path %s/proxy;
          fastcgi_temp_path %s/fastcgi;
          uwsgi_temp_path %s/uwsgi;
          scgi_temp_path %s/scgi;
          keepalive_requests 1000000000;
          keepalive_timeout 1h;
          client_header_timeout 1h;
          nchan_shared_memory_size 256M;
          nchan_message_buffer_length 1;
          server {
            listen 127.0.0.1:%d backlog=4096;
            location = /status {
              nchan_stub_status;
            }
            location ~ ^/publish/([0-9]+)$ {
              nchan_publisher;
              nchan_channel_id $1;
            }
            location ~ ^/feed/([0-9]+)$ {
              nchan_subscriber eventsource;
              nchan_channel_id $1;
              nchan_subscriber_first_message newest;
            }
          }
        }
        """
        .formatted(
            MODULE,
            user.equals("root") ? "user root;" : "",
            OPEN_FILES,
            directory,
            OPEN_FILES - 100,
            directory,
            directory,
            directory,
            directory,
            directory,
            port);
  }

  /** What a process may usually have at the least, and enough. */
  private static final int OPEN_FILES = 19_500;

  @Override
  public String name() {
    return "Nchan";
  }

  @Override
  public String version() {
    return Program.packageVersion("libnginx-mod-nchan")
        + ", nginx "
        + Program.packageVersion("nginx");
  }

  @Override
  public Map<String, Long> processes() {
    long worker =
        server
            .process()
            .handle()
            .flatMap(master -> master.children().findFirst())
            .orElseThrow(() -> new EngineException("nginx has no worker process"))
            .pid();
    return Map.of("worker", worker);
  }

  @Override
  public Map<String, Long> others() {
    return Map.of();
  }

  @Override
  public InetSocketAddress address() {
    return server.address();
  }

  @Override
  public String path(int feed) {
    return "/feed/" + feed;
  }

  @Override
  public String tenant() {
    return "none";
  }

  @Override
  public void publish(List<Event> events) {
    for (Event event : events) {
      String begin = "{" + MARK + event.number() + PAD_BEGIN;
      publisher.publish(
          "/publish/" + event.feed(), begin + "x".repeat(bytes - begin.length() - 2) + "\"}");
    }
  }

  @Override
  public Optional<String> failure() {
    return publisher.failure();
  }

  @Override
  public long memory() {
    return new ProcessClock(processes()).resident();
  }

  @Override
  public void close() {
    publisher.close();
    server.process().close();
  }
}
