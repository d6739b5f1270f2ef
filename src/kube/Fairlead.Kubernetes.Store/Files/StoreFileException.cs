namespace Fairlead.Kubernetes.Store.Files;

/// <summary>The store's file cannot be used; the message names it, and says what to do where something can be done.</summary>
public sealed class StoreFileException(string message, Exception? inner = null) : Exception(message, inner);
