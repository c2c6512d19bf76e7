import Drawing

drawOrders()
