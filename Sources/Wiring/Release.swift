/// Which Helpline this is.
public enum Release {
    /// Semantic version, without a leading letter.
    public static let version = "0.1.0"
}
