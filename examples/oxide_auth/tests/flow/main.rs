//! The flows of oxide-auth, for clients of the internet and for the server's own.

mod rig;

mod published;
mod registered;
mod refused;
