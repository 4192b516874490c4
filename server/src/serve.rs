//! The accept loop: how many clients there may be, how long each may say nothing, and how the server ends.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::Router;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{Instant, Sleep, sleep, timeout},
};
use tokio_util::sync::CancellationToken;

/// What a client may take of the server.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once. Whoever comes later waits at the door.
    pub clients: usize,
    /// For a request's whole head, from when the connection could send it: an idle connection is one whose next head does
    /// not come.
    pub head: Duration,
    /// How long nothing at all may move on a connection, while it sends a body or is sent an answer. Longer than a
    /// request may take.
    pub standstill: Duration,
    /// How long the end waits for what is under way.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            clients: 800,
            head: Duration::from_secs(10),
            standstill: Duration::from_secs(45),
            drain: Duration::from_secs(15),
        }
    }
}

/// How long no connection is accepted after one could not be: there are no descriptors, and asking at once would only
/// burn a core.
const PAUSE: Duration = Duration::from_millis(500);

/// Serves HTTP/1.1 until `stop` resolves, then lets what is under way finish, as long as the limits say.
///
/// One protocol, because choosing between two by what a client begins to say would have no limit in time. A proxy in front
/// may speak others with browsers.
pub async fn serve(router: Router, listener: TcpListener, limits: Limits, stop: impl Future<Output = ()>) {
    let (graceful, cut) = (GracefulShutdown::new(), CancellationToken::new());
    tokio::select! {
        () = accept(router, listener, limits, (&graceful, &cut)) => {}
        () = stop => {}
    }
    if timeout(limits.drain, graceful.shutdown()).await.is_err() {
        tracing::warn!("connections that did not end in time are cut");
        cut.cancel();
    }
}

async fn accept(
    router: Router,
    listener: TcpListener,
    limits: Limits,
    (graceful, cut): (&GracefulShutdown, &CancellationToken),
) {
    let mut service = router.into_make_service_with_connect_info::<SocketAddr>();
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.head);
    let seats = Arc::new(Semaphore::new(limits.clients));
    // The semaphore is never closed.
    while let Ok(seat) = seats.clone().acquire_owned().await {
        let Some((stream, from)) = admit(listener.accept().await).await else { continue };
        let Ok(own) = tower::Service::call(&mut service, from).await;
        let stream = TokioIo::new(Moving::new(stream, limits.standstill));
        let connection = builder.serve_connection(stream, TowerToHyperService::new(own)).into_owned();
        let (watched, cut) = (graceful.watch(connection), cut.clone());
        tokio::spawn(async move {
            tokio::select! {
                // A client that goes away is its own business.
                _ = watched => {}
                () = cut.cancelled() => {}
            }
            drop(seat);
        });
    }
}

/// The accepted connection. A client that went away while it waited costs nothing; whatever else went wrong is ours, and
/// lasts a while.
async fn admit(accepted: io::Result<(TcpStream, SocketAddr)>) -> Option<(TcpStream, SocketAddr)> {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    match accepted {
        Ok(accepted) => Some(accepted),
        Err(error) if matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) => None,
        Err(error) => {
            tracing::warn!(%error, "no connection can be accepted");
            sleep(PAUSE).await;
            None
        }
    }
}

/// A stream that fails when nothing moves on it for too long.
struct Moving<S> {
    stream: S,
    standstill: Duration,
    alarm: Pin<Box<Sleep>>,
}

impl<S> Moving<S> {
    fn new(stream: S, standstill: Duration) -> Self {
        Self { stream, standstill, alarm: Box::pin(sleep(standstill)) }
    }

    fn moved<T>(&mut self, context: &mut Context<'_>, outcome: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.alarm.as_mut().reset(Instant::now() + self.standstill);
            return outcome;
        }
        ready!(self.alarm.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Moving<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.moved(context, outcome)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Moving<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.moved(context, outcome)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_flush(context);
        self.moved(context, outcome)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_shutdown(context);
        self.moved(context, outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[tokio::test]
    async fn the_loop_rests_when_descriptors_run_out_and_not_for_a_client_that_went_away() {
        let gone = admit(Err(io::ErrorKind::ConnectionAborted.into()));
        assert!(timeout(Duration::ZERO, gone).await.is_ok_and(|admitted| admitted.is_none()), "at once");
        let began = Instant::now();
        // EMFILE: this process has too many files open.
        assert!(admit(Err(io::Error::from_raw_os_error(24))).await.is_none());
        assert!(began.elapsed() >= PAUSE);
    }

    #[tokio::test]
    async fn a_stream_on_which_nothing_moves_fails_and_each_move_puts_that_off() {
        let (mut client, server) = tokio::io::duplex(8);
        let mut server = Moving::new(server, Duration::from_millis(50));
        let (before, _) = (server.alarm.deadline(), client.write_all(b"x").await.unwrap());
        assert_eq!(server.read_u8().await.unwrap(), b'x');
        assert!(server.alarm.deadline() > before);
        assert_eq!(server.read_u8().await.unwrap_err().kind(), io::ErrorKind::TimedOut);
        // Eight bytes fit into the pipe, and nobody takes them out.
        let mut server = Moving::new(server.stream, Duration::from_millis(50));
        assert_eq!(server.write_all(b"nine bytes").await.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }
}
