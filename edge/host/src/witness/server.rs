//! A witness that answers over HTTP: one call, `POST /add-checkpoint`, with bounded bodies and bounded patience.
//!
//! It speaks no TLS: it listens on this machine, and whoever lets others in puts a proxy before it that does. It will
//! never know who asks, for a signature says all that matters. Start with [`serve`].

use super::{ADD_CHECKPOINT, REQUEST_BYTES_MAX, SIZE_TYPE, Witness, WitnessRefusal};
use crate::HostProblem;
use accordant_record::WitnessAnswer;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, CONTENT_TYPE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long a caller may take over the head of a request, and again over its body.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many callers are heard at once; the others wait.
const CALLERS_MAX: usize = 64;
/// How long is waited when the machine can take no further caller.
const PAUSE: Duration = Duration::from_millis(100);

type Answer = Response<Full<Bytes>>;

/// Answers whoever asks on this socket, until the process ends.
///
/// # Errors
/// When the machine cannot serve at all.
pub fn serve(witness: Arc<Witness>, listener: TcpListener) -> Result<Infallible, HostProblem> {
    let fault = |error: std::io::Error| HostProblem::Fault(format!("nobody can be answered: {error}"));
    listener.set_nonblocking(true).map_err(fault)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(fault)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).map_err(fault)?;
        accept(witness, listener).await
    })
}

async fn accept(witness: Arc<Witness>, listener: tokio::net::TcpListener) -> Result<Infallible, HostProblem> {
    let room = Arc::new(Semaphore::new(CALLERS_MAX));
    loop {
        let heard =
            Arc::clone(&room).acquire_owned().await.map_err(|error| HostProblem::Fault(error.to_string()))?;
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let witness = Arc::clone(&witness);
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let witness = Arc::clone(&witness);
                async move { Ok::<_, Infallible>(answer(witness, request).await) }
            });
            let mut connection = http1::Builder::new();
            connection.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
            // A caller who hangs up is no concern of ours: what was countersigned is kept.
            let _ = connection.serve_connection(TokioIo::new(stream), service).await;
            drop(heard);
        });
    }
}

async fn answer(witness: Arc<Witness>, request: Request<Incoming>) -> Answer {
    if request.uri().path() != ADD_CHECKPOINT {
        return plain(StatusCode::NOT_FOUND, &format!("this answers {ADD_CHECKPOINT} alone\n"));
    }
    if request.method() != Method::POST {
        let mut answer = plain(StatusCode::METHOD_NOT_ALLOWED, "a request is posted\n");
        answer.headers_mut().insert(ALLOW, hyper::header::HeaderValue::from_static("POST"));
        return answer;
    }
    let body = Limited::new(request.into_body(), REQUEST_BYTES_MAX).collect();
    let body = match tokio::time::timeout(PATIENCE, body).await {
        Err(_) => return plain(StatusCode::REQUEST_TIMEOUT, "the request took too long\n"),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            let most = format!("a request has at most {REQUEST_BYTES_MAX} bytes\n");
            return plain(StatusCode::PAYLOAD_TOO_LARGE, &most);
        }
        Ok(Err(_)) => return plain(StatusCode::BAD_REQUEST, "the request broke off\n"),
        Ok(Ok(body)) => body.to_bytes(),
    };
    // Waiting for the lock and the disk is done where it holds up nobody else.
    let answered = tokio::task::spawn_blocking(move || countersign(&witness, &body)).await;
    match answered {
        Ok(Ok(lines)) => plain(StatusCode::OK, &lines),
        Ok(Err(refusal)) => refused(&refusal),
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "the request came to no end\n"),
    }
}

fn countersign(witness: &Witness, body: &[u8]) -> Result<String, WitnessRefusal> {
    let text =
        str::from_utf8(body).map_err(|_| WitnessRefusal::NoCheckpoint("it is not UTF-8".to_string()))?;
    witness.answer(text)
}

fn refused(refusal: &WitnessRefusal) -> Answer {
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match refusal.size() {
        Some(size) => typed(status, SIZE_TYPE, &WitnessAnswer::Holds(size).to_string()),
        None => plain(status, &format!("{refusal}\n")),
    }
}

fn plain(status: StatusCode, text: &str) -> Answer {
    typed(status, "text/plain; charset=utf-8", text)
}

fn typed(status: StatusCode, kind: &'static str, text: &str) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::copy_from_slice(text.as_bytes())));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, hyper::header::HeaderValue::from_static(kind));
    answer
}
