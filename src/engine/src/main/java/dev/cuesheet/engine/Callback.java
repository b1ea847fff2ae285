package dev.cuesheet.engine;

/**
 * What is to be done when something has happened to a task or a run. It is called once what happened is stored, on a thread
 * of its own: it changes nothing any more, and one that throws is logged and changes nothing either. Calls about one run
 * come one after another and in order, those about different runs at once; a callback is safe to share between threads.
 *
 * <p>It is called once at most: if the process dies between the two, it is not.
 */
@FunctionalInterface
public interface Callback {
    void call(CallbackContext context) throws Exception;
}
