package io.tidegauge.standalone;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;

/**
 * Runs one service as a process that ends with the one that started it: its standard input is a
 * pipe from there, and closes.
 */
final class ServiceProcess {
  private ServiceProcess() {}

  /**
   * Runs the service.
   *
   * @param arguments the service's main class
   */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread.ofPlatform().name("end-with-parent").daemon().start(ServiceProcess::endWithParent);
    Method main = Class.forName(arguments[0]).getMethod("main", String[].class);
    main.invoke(null, (Object) new String[0]);
  }

  private static void endWithParent() {
    int code = 0;
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      code = 1;
    }
    // Spring's shutdown hook closes the service in order.
    System.exit(code);
  }
}
