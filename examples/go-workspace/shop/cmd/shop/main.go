// Command shop prints a bill.
package main

import (
	"fmt"

	"example.com/workspace/shop"
)

func main() {
	fmt.Println(shop.Basket{250, 105}.Bill())
}
