//! What a visitor does with JSON of another type than it wants: lets it pass and notes it, so that reading goes on after it.

/// The visitor methods for all types but the one that is wanted. Each hands what was found to the visitor's own
/// `refuse(&str) -> Self::Value`.
macro_rules! refuse_all_but {
    (array, $de:lifetime) => {
        fn visit_map<A: serde::de::MapAccess<$de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            while map.next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?.is_some() {}
            Ok(self.refuse("an object"))
        }

        refuse_all_but!(scalars);
    };
    (object, $de:lifetime) => {
        fn visit_seq<A: serde::de::SeqAccess<$de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
            Ok(self.refuse("an array"))
        }

        refuse_all_but!(scalars);
    };
    (scalars) => {
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(self.refuse(&$crate::contract::notes::quoted(text)))
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(self.refuse("null"))
        }

        fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
            Ok(self.refuse(if value { "true" } else { "false" }))
        }

        fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
            Ok(self.refuse(&value.to_string()))
        }

        fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
            Ok(self.refuse(&value.to_string()))
        }

        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok(self.refuse("a number"))
        }
    };
}
pub(super) use refuse_all_but;
