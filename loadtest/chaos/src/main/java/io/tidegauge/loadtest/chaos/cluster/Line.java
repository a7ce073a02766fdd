package io.tidegauge.loadtest.chaos.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One connection through a {@link Balancer}, from a client to a node. Thread-safe. */
public final class Line {

  private final Socket client;
  private final Socket node;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean frozen;

  Line(Socket client, Socket node) {
    this.client = client;
    this.node = node;
  }

  /** Copies both ways until either side ends. */
  void run() throws IOException {
    Thread up = Thread.ofVirtual().start(() -> copy(client, node));
    copy(node, client);
    try {
      up.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[8 << 10];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (frozen) {
          over.await(); // and not one byte more is taken from either side
          return;
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException ended) {
      // Whatever ended one side ends the other.
      reset();
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!frozen) {
      close();
    }
  }

  /** Both sides see the connection reset. */
  public void reset() {
    abort(client);
    abort(node);
    over.countDown();
  }

  /** The same in a while. */
  public void resetIn(long millis) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(this::reset);
  }

  /** Nothing goes through any more, and neither side is told. */
  public void freeze() {
    frozen = true;
  }

  private void close() {
    try (client;
        node) {
      over.countDown();
    } catch (IOException closedAlready) {
      return;
    }
  }

  /** Closes with a reset instead of an end. */
  static void abort(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException closedAlready) {
      return;
    }
  }
}
