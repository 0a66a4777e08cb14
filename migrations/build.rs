//! Migrations are embedded when the program is built: a new one means a new program.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
