namespace Fairlead.Vpc.Storage;

/// <summary>A state file cannot be used; the message names it, and says what to do where something can be done.</summary>
public sealed class StateFileException(string message, Exception? inner = null) : Exception(message, inner);
