//! A file that several columns read at once, each at a place of its own.

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

/// A file with its length.
pub(crate) struct Shared<R> {
    file: Arc<Mutex<R>>,
    length: u64,
}

impl<R: Read + Seek> Shared<R> {
    pub(in crate::submission) fn new(mut reader: R) -> Result<Shared<R>> {
        let length = reader.seek(SeekFrom::End(0))?;
        Ok(Shared { file: Arc::new(Mutex::new(reader)), length })
    }
}

impl<R: Send> Length for Shared<R> {
    fn len(&self) -> u64 {
        self.length
    }
}

impl<R: Read + Seek + Send> ChunkReader for Shared<R> {
    type T = BufReader<From<R>>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(BufReader::new(From { file: Arc::clone(&self.file), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let end = start.checked_add(length as u64);
        if end.is_none_or(|end| end > self.length) {
            return Err(ParquetError::EOF("the file ends before that".to_string()));
        }
        let mut bytes = vec![0; length];
        let mut reader = From { file: Arc::clone(&self.file), at: start };
        reader.read_exact(&mut bytes)?;
        Ok(Bytes::from(bytes))
    }
}

/// A file from a place on.
pub(crate) struct From<R> {
    file: Arc<Mutex<R>>,
    at: u64,
}

impl<R: Read + Seek> Read for From<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(into)?;
        self.at += read as u64;
        Ok(read)
    }
}
