//! Turns a library's panic into a value, and gives libraries that recurse a stack that holds their deepest allowed
//! input. Start at [`contained`].

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::limits::STACK_BYTES;

thread_local! {
    /// Whether a panic on this thread would be caught and reported as a problem of the input.
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// What `work` returns, or what it unwound with. What `work` was writing to must be thrown away when it unwinds.
pub(crate) fn contained<T>(work: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    let before = CONTAINED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    CONTAINED.set(before);
    result
}

/// Runs `work` on a thread of its own with a large stack; on this one where no thread can be had.
pub(crate) fn on_large_stack(work: impl FnOnce() + Send) {
    // `spawn_scoped` drops what it cannot start, so the work waits outside for whoever can do it.
    let waiting = std::sync::Mutex::new(Some(work));
    let take = || waiting.lock().ok().and_then(|mut slot| slot.take());
    let spawned = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("retrospect-intake".to_owned()).stack_size(STACK_BYTES);
        let run = || {
            if let Some(work) = take() {
                work();
            }
        };
        match thread.spawn_scoped(scope, run) {
            // What the caller's own closure unwinds with is the caller's.
            Ok(handle) => handle.join().map_err(std::panic::resume_unwind).is_ok(),
            Err(_) => false,
        }
    });
    if !spawned && let Some(work) = take() {
        work();
    }
}

/// Keeps the message of a panic that is caught and reported as a problem off standard error; all other panics are
/// reported as before. For programs, once, at their start: the hook for panics belongs to the whole process.
pub fn hush_contained_panics() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !CONTAINED.get() {
            report(info);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unwinding_becomes_a_value() {
        assert_eq!(contained(|| 1).ok(), Some(1));
        let payload = contained(|| std::panic::resume_unwind(Box::new("over"))).unwrap_err();
        assert_eq!(payload.downcast_ref::<&str>(), Some(&"over"));
        assert!(!CONTAINED.get());
    }

    #[test]
    fn the_large_stack_is_large() {
        fn deep(levels: usize) -> usize {
            let page = std::hint::black_box([levels as u8; 1024]);
            if levels == 0 { 0 } else { deep(levels - 1) + usize::from(page[levels % 1024] == levels as u8) }
        }
        let mut reached = 0;
        on_large_stack(|| reached = deep(20_000));
        assert_eq!(reached, 20_000);
    }
}
