//! How an error kind is written down: its name, its stable rule, its words, once each.

/// Declares an error enum whose every variant has a stable rule name and a sentence of our own.
///
/// `Display` and `description()` are that sentence: lower case, no full stop, in the characters
/// that RFC 6749 §5.2 allows in an `error_description`, and never with a stranger's text.
macro_rules! refusals {
    (
        $(#[$outer:meta])*
        $name:ident {
            $( $(#[$inner:meta])* $variant:ident => $rule:literal, $words:literal; )+
        }
    ) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$inner])* $variant, )+
        }

        impl $name {
            /// Every kind, in the order of declaration.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// The stable name of the rule that was broken.
            pub const fn rule(self) -> &'static str {
                match self {
                    $( Self::$variant => $rule, )+
                }
            }

            /// The rule in our own words, fit for an `error_description` (RFC 6749 §5.2).
            pub const fn description(&self) -> &'static str {
                match self {
                    $( Self::$variant => $words, )+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.description())
            }
        }

        impl std::error::Error for $name {}
    };
}

pub(crate) use refusals;
