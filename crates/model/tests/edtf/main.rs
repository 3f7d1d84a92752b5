//! EDTF as a whole: a table of values with the answers expected of them, and laws that hold for all values.
//! Start at `conformance`, whose table is `tests/edtf-conformance.txt`.

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod worlds;
