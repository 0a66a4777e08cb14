//! The pages in a real browser: nobody is kept out, nothing jumps, and every main path works by mouse, by keyboard and
//! without scripts.

mod accessibility;
mod bulk;
mod chromium;
mod counts;
mod enrolment;
mod faults;
mod hand;
mod live;
mod mentions;
mod menu;
mod pages;
mod palette;
mod paths;
mod phone;
mod screenshots;
mod scripts;
mod tablet;
mod vitals;
