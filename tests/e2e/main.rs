//! Kaifong as people meet it: the real server, real browsers, told as stories.

mod access;
mod accessibility;
mod archive;
mod conflict;
mod deed;
mod family;
mod handover;
mod harness;
mod held;
mod offline;
mod person;
mod personal;
mod power_cut;
mod refusal;
mod resident;
mod restart;
mod script;
mod setting;
mod signing_in;
mod storage;
mod suggestion;
mod task;
mod together;
mod two_tabs;
mod update;
mod webkit;
